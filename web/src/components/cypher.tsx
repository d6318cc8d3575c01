/** The query behind the view: to copy into any client of the graph, or to open in the editor. */
import { useNavigation } from '../navigation.ts';
import { CopyText } from './copy.tsx';

export function Cypher({ text }: { text: string | null }) {
  const { open } = useNavigation();
  if (text === null) return null;
  return (
    <details class="cypher">
      <summary>Cypher behind this view</summary>
      <CopyText text={text} label="Cypher" />
      <button type="button" class="link" onClick={() => open({ page: 'cypher', text })}>
        Open in the editor
      </button>
    </details>
  );
}
