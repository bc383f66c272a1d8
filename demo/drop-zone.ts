// Makes an element take files that are dropped on it, until the signal aborts.

export function dropZone(
  zone: HTMLElement,
  take: (files: FileList) => void,
  options: { signal?: AbortSignal } = {},
): void {
  const over = (event: DragEvent) => {
    event.preventDefault();
    zone.toggleAttribute('data-over', true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    zone.toggleAttribute('data-over', false);
    if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
  };
  zone.addEventListener('dragover', over, options);
  zone.addEventListener('dragleave', () => zone.toggleAttribute('data-over', false), options);
  zone.addEventListener('drop', drop, options);
}
