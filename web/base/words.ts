// SPDX-License-Identifier: MIT
/** Which language to speak, and sentences with `{name}` where something varies. */

export const LANGUAGES = ['en', 'de', 'es', 'fr', 'pt', 'ja', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of the wanted languages that there are messages in; English when there is none. */
export function language_of(...wanted: readonly (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split('-')[0];
    const known = LANGUAGES.find((language) => language === primary);
    if (known) return known;
  }
  return 'en';
}

export function direction_of(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The sentence with the values in their places. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

export type Words<T> = { readonly [name in keyof T]: string };

/**
 * The messages of one part in that language, from the platform's own address. English is built in
 * and fills every gap: a word that cannot be had must not stop a sale.
 */
export async function load_words<T extends Words<T>>(
  part: 'widget' | 'wallet',
  english: Words<T>,
  language: Language,
  origin: string,
): Promise<Words<T>> {
  if (language === 'en') return english;
  try {
    const messages: unknown = await import(`${origin}/messages/${language}.js`);
    return { ...english, ...(messages as Record<string, Words<T>>)[part] };
  } catch {
    return english;
  }
}
