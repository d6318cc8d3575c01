/** Hands a file to the browser to save. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address by then; until it is given back it holds the memory.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** `Who can reach admin?` becomes `rolepath-who-can-reach-admin.csv`; nothing of it can be a path. */
export function fileName(title: string, extension: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `rolepath-${words === '' ? 'table' : words}.${extension}`;
}
