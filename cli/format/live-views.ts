/** What a live run would ask, and what the doctor found. */
import type { DoctorAnswer, LivePlanAnswer } from '../../queries/live-answers.ts';
import type { Style } from './style.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { wrapIndented } from './wrap-text.ts';

export const livePlanView: View<LivePlanAnswer> = {
  table: (answer, style) => {
    const head = `${style.bold(`As ${showText(answer.caller)} (${showText(answer.standing)}), nothing was read yet.`)}\n`;
    const groups = new Map<string, string[]>();
    for (const { place, name, role, calls } of answer.steps) {
      const key = calls.join(', ');
      const who = `${place}${name === '' ? '' : ` (${showText(name)})`}${role === null ? '' : ` as ${showText(role)}`}`;
      groups.set(key, [...(groups.get(key) ?? []), who]);
    }
    const lines = [...groups].map(
      ([calls, places]) =>
        `\n${places.map((place) => wrapIndented(place, style.width, 2, '')).join('\n')}\n${wrapIndented(calls, style.width, 4, '    ')}\n`,
    );
    const notes = answer.findings.map(({ reason, remedy }) => `${wrapIndented(showText(`${reason}. ${remedy}`), style.width, 2, '')}\n`);
    return `${head}${lines.join('')}${notes.length === 0 ? '' : `\n${notes.join('')}`}`;
  },
  lines: (answer) => answer.steps,
  csvColumns: ['place', 'name', 'role', 'call'],
  csvRows: (answer) => answer.steps.flatMap(({ place, name, role, calls }) => calls.map((call) => [place, name, role, call])),
};

export const doctorView: View<DoctorAnswer> = {
  table: (answer, style) => {
    const places = new Map<string, DoctorAnswer['checks'][number][]>();
    for (const check of answer.checks) places.set(check.place, [...(places.get(check.place) ?? []), check]);
    return [...places].map(([place, checks]) => renderPlace(place, checks, style)).join('');
  },
  lines: (answer) => answer.checks,
  csvColumns: ['place', 'check', 'ok', 'detail', 'remedy'],
  csvRows: (answer) => answer.checks.map(({ place, check, ok, detail, remedy }) => [place, check, ok, detail, remedy]),
};

/** What is merely allowed takes one line together. */
function renderPlace(place: string, checks: readonly DoctorAnswer['checks'][number][], style: Style): string {
  const allowed = checks.filter(({ ok, detail }) => ok && detail === 'allowed').length;
  const others = checks.filter(({ ok, detail }) => !ok || detail !== 'allowed');
  const lines = others.map(({ check, ok, detail, remedy }) => {
    const text = wrapIndented(`${ok ? '✓' : '✗'} ${showText(check)}: ${showText(detail)}`, style.width, 4, '  ');
    return ok ? `${text}\n` : `${style.red(text)}\n${wrapIndented(showText(remedy), style.width, 6, '      ')}\n`;
  });
  const rest = allowed === 0 ? '' : `  ✓ ${allowed} ${allowed === 1 ? 'call' : 'calls'} allowed\n`;
  return `${style.bold(showText(place))}\n${lines.join('')}${rest}`;
}
