/** What a person can do to a picture: expand, hide, fold. The address keeps it, so back takes it back. */
import { useNavigation } from '../navigation.ts';
import { type Edits, noEdits } from '../view.ts';

export interface PictureEdits {
  readonly edits: Edits;
  expand(arn: string): void;
  collapse(arn: string): void;
  hide(ids: readonly string[]): void;
  fold(place: string): void;
  unfold(place: string): void;
  showAll(): void;
}

const without = (list: readonly string[], gone: string): readonly string[] => list.filter((item) => item !== gone);
const added = (list: readonly string[], more: readonly string[]): readonly string[] => [...new Set([...list, ...more])];

export function useEdits(): PictureEdits {
  const { view, go } = useNavigation();
  const { edits } = view;
  const change = (next: Partial<Edits>): void => go({ edits: { ...edits, ...next } });
  return {
    edits,
    expand: (arn) => change({ expanded: added(edits.expanded, [arn]) }),
    collapse: (arn) => change({ expanded: without(edits.expanded, arn) }),
    hide: (ids) => go({ edits: { ...edits, hidden: added(edits.hidden, ids) }, ...(ids.includes(view.node ?? '') ? { node: null } : {}) }),
    fold: (place) => change({ folded: added(edits.folded, [place]) }),
    unfold: (place) => change({ folded: without(edits.folded, place) }),
    showAll: () => go({ edits: noEdits }),
  };
}
