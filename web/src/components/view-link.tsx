/** A link to another view: a plain click stays in the page; with a modifier key the browser opens it as any link. */
import type { ComponentChildren } from 'preact';
import { useNavigation } from '../navigation.ts';
import type { View } from '../view.ts';

export function ViewLink({
  to,
  current = false,
  class: className,
  children,
}: {
  /** What differs from an empty start; see Navigation.open. */
  to: Partial<View>;
  /** True if it is where the person is. */
  current?: boolean;
  class?: string;
  children: ComponentChildren;
}) {
  const { open, address } = useNavigation();
  return (
    <a
      class={className}
      href={address(to)}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        open(to);
      }}
    >
      {children}
    </a>
  );
}
