/** Names from the data: always text, with hidden characters named, isolated from the text around them. */
import { type ComponentChildren, Fragment } from 'preact';
import type { PrincipalAnswerRef } from '../../../queries/answers.ts';
import { accountLabel, kindIcon, kindName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { textRuns, visibleText } from '../visible-text.ts';

/** Text from the data. The full text is in the title, as far as a line may cut it. */
export function Name({ text, class: className }: { text: string; class?: string }) {
  return (
    <bdi class={className === undefined ? 'name' : `name ${className}`} dir="ltr" title={visibleText(text)}>
      {textRuns(text).map((run, index) =>
        run.hidden ? <span key={index} class="hidden-character">{`⟨${run.text}⟩`}</span> : breakable(run.text),
      )}
    </bdi>
  );
}

/** Shorter names stay whole wherever they stand. */
const longName = 20;

/**
 * A long name, address or path, also one within a sentence, goes on in the next line after a separator or before a capital, rather than
 * wherever the line is full. `text` is visible text. The style sheet says where names have more than one line.
 */
export function breakable(text: string): ComponentChildren {
  // Visible text holds no control characters, so this one can mark the places.
  const parts = text
    .split(/(\s+)/)
    .map((word) => (word.length < longName ? word : word.replace(/[_/:.@=#?&](?=[^_/:.@=#?&])|\p{Ll}(?=\p{Lu})/gu, '$&\0')))
    .join('')
    .split('\0');
  return parts.map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

export function Icon({ kind }: { kind: string }) {
  return <img class="icon" src={kindIcon(kind)} alt="" width="20" height="20" />;
}

/** Icon, name and account of a principal, for buttons and options that stand for it. `spellKind` says the kind in words too. */
export function PrincipalLabel({ principal, spellKind = false }: { principal: PrincipalAnswerRef; spellKind?: boolean }) {
  const label = accountLabel(principal);
  const account = label === principal.name ? null : label;
  const kind = kindName(principal.kind);
  return (
    <>
      <Icon kind={principal.kind} />
      <span class="principal-text">
        {!spellKind && account !== null && <span class="visually-hidden">{kind} </span>}
        <Name text={principal.name} />
        <span class="principal-account">
          {(spellKind || account === null) && kind}
          {spellKind && account !== null && ' in '}
          {account !== null && <Name text={account} />}
        </span>
      </span>
    </>
  );
}

/** A principal that opens its details. */
export function PrincipalButton({ principal, picked = false }: { principal: PrincipalAnswerRef; picked?: boolean }) {
  const { go } = useNavigation();
  return (
    <button
      type="button"
      class={picked ? 'principal-button picked' : 'principal-button'}
      onClick={() => go({ node: principal.arn, hop: null })}
    >
      <PrincipalLabel principal={principal} />
    </button>
  );
}
