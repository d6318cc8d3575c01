/** The buttons below the picture, and the bar that appears with a selection. */
import type { Core } from 'cytoscape';
import { useState } from 'preact/hooks';
import { MenuButton, type MenuItem } from '../components/menu.tsx';
import type { Placed } from './elements.ts';
import { savePng, saveSvg } from './save-picture.ts';

interface PictureToolsProps {
  readonly selecting: boolean;
  readonly onSelecting: (on: boolean) => void;
  readonly enlarged: boolean;
  readonly onEnlarged: (on: boolean) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly core: Core | null;
  readonly placed: Placed;
  readonly title: string;
}

export function PictureTools({ selecting, onSelecting, enlarged, onEnlarged, onZoom, onFit, core, placed, title }: PictureToolsProps) {
  const [saving, setSaving] = useState(false);
  const items: readonly MenuItem[] = [
    { label: 'PNG image', act: core === null ? undefined : () => savePng(core, title) },
    { label: 'SVG drawing', act: () => void saveSvg(placed, title) },
  ];
  return (
    <div class="picture-tools" role="group" aria-label="Picture">
      <button type="button" onClick={() => onZoom(1.3)} aria-label="Zoom in" title="Zoom in (+, or Ctrl + wheel)">
        +
      </button>
      <button type="button" onClick={() => onZoom(1 / 1.3)} aria-label="Zoom out" title="Zoom out (-, or Ctrl + wheel)">
        −
      </button>
      <button type="button" class="wide" onClick={onFit} title="Fit to the window (0)">
        Fit
      </button>
      <button
        type="button"
        class="wide pointer-only"
        aria-pressed={selecting}
        onClick={() => onSelecting(!selecting)}
        title="Draw a box around principals to list or hide them (or hold Shift)"
      >
        Select
      </button>
      <MenuButton label="Save the picture" items={items} open={saving} onOpen={setSaving} class="wide">
        Save
      </MenuButton>
      <button type="button" class="wide" aria-pressed={enlarged} onClick={() => onEnlarged(!enlarged)}>
        {enlarged ? 'Shrink' : 'Enlarge'}
      </button>
    </div>
  );
}

export function SelectionBar({
  count,
  onList,
  onHide,
  onKeep,
  onClear,
}: {
  count: number;
  onList: () => void;
  onHide: () => void;
  onKeep: () => void;
  onClear: () => void;
}) {
  return (
    <div class="selection-bar" role="toolbar" aria-label="Selection">
      <span role="status">{count.toLocaleString('en')} selected</span>
      <button type="button" onClick={onList}>
        List
      </button>
      <button type="button" onClick={onHide}>
        Hide
      </button>
      <button type="button" onClick={onKeep}>
        Hide others
      </button>
      <button type="button" onClick={onClear} aria-label="Clear the selection">
        ×
      </button>
    </div>
  );
}
