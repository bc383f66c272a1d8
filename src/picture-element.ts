// What of a page's own elements shows a picture.

/** A picture that a page shows, as one may be given wherever a picture is taken; of a video the frame it shows. */
export type PictureElement = HTMLCanvasElement | OffscreenCanvas | HTMLImageElement | HTMLVideoElement;
