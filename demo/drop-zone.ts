// Makes an element take files that are dropped on it.

export function dropZone(zone: HTMLElement, take: (files: FileList) => void): void {
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.toggleAttribute('data-over', true);
  });
  zone.addEventListener('dragleave', () => zone.toggleAttribute('data-over', false));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.toggleAttribute('data-over', false);
    if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
  });
}
