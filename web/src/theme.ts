/** Light or dark: as the system says, unless the user chose. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

export type ThemeChoice = 'system' | 'light' | 'dark';

export interface Theme {
  readonly choice: ThemeChoice;
  readonly dark: boolean;
  choose(choice: ThemeChoice): void;
}

const key = 'rolepath-theme';
const ThemeContext = createContext<Theme>({ choice: 'system', dark: false, choose: () => {} });
export const ThemeProvider = ThemeContext.Provider;
export const useTheme = (): Theme => useContext(ThemeContext);

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function apply(dark: boolean): void {
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

/** Holds the theme; used once, by the app. The attribute is set before anything that reads colours is drawn. */
export function useThemeState(): Theme {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const [choice, setChoice] = useState<ThemeChoice>(storedChoice);
  const [systemDark, setSystemDark] = useState(system.matches);
  const dark = choice === 'system' ? systemDark : choice === 'dark';
  apply(dark);

  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const onChange = () => setSystemDark(query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);

  return {
    choice,
    dark,
    choose: (next) => {
      if (next === 'system') localStorage.removeItem(key);
      else localStorage.setItem(key, next);
      setChoice(next);
    },
  };
}
