/** A part that asks its question only once somebody opens it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export function LazyDetails({
  title,
  class: className = '',
  children,
}: {
  title: string;
  class?: string;
  children: () => ComponentChildren;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <details class={`lazy ${className}`} onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{title}</summary>
      {opened && children()}
    </details>
  );
}
