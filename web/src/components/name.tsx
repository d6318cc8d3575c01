/** Names from the data: always text, with hidden characters named, isolated from the text around them. */
import type { PrincipalAnswerRef } from '../../../queries/answers.ts';
import { accountLabel, kindIcon, kindName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { textRuns, visibleText } from '../visible-text.ts';

/** Text from the data. The full text is in the title, as far as a line may cut it. */
export function Name({ text, class: className }: { text: string; class?: string }) {
  return (
    <bdi class={className === undefined ? 'name' : `name ${className}`} dir="ltr" title={visibleText(text)}>
      {textRuns(text).map((run, index) => (run.hidden ? <span key={index} class="hidden-character">{`⟨${run.text}⟩`}</span> : run.text))}
    </bdi>
  );
}

export function Icon({ kind }: { kind: string }) {
  return <img class="icon" src={kindIcon(kind)} alt="" width="20" height="20" title={kindName(kind)} />;
}

/** Icon, name and account of a principal; a button that opens its details. */
export function PrincipalButton({ principal, picked = false }: { principal: PrincipalAnswerRef; picked?: boolean }) {
  const { go } = useNavigation();
  const account = accountLabel(principal);
  return (
    <button type="button" class={picked ? 'principal-button picked' : 'principal-button'} onClick={() => go({ node: principal.arn, hop: null })}>
      <Icon kind={principal.kind} />
      <span class="principal-text">
        <span class="visually-hidden">{kindName(principal.kind)} </span>
        <Name text={principal.name} />
        <span class="principal-account">{account === null ? kindName(principal.kind) : <Name text={account} />}</span>
      </span>
    </button>
  );
}
