// What acgan is asked for, and what it shows.

/**
 * What to draw: `count` pictures (1 where absent, at most 1000) of a digit; of a data set's class, its number from 0 or
 * its name.
 */
export interface AcganRequest {
  digit: number | string;
  count?: number;
  /** The same seed draws the same pictures; a random one where absent. */
  seed?: number;
}

/** Grey bytes, row by row, 0 (paper) to 255 (ink). */
export interface GreyPicture {
  data: Uint8Array;
  /** In pixels. */
  width: number;
  height: number;
}

/** What an epoch has led to. */
export interface AcganSample {
  /** Ten generated digits a class: a row for each, the latents of a column the same in all rows and epochs. */
  grid: GreyPicture;
  losses: LossTable;
}

/** Losses of both networks over the epoch's training and over the test examples. */
export type LossTable = Record<'generator' | 'discriminator', Record<'train' | 'test', Losses>>;

export interface Losses {
  /** The sum of the other two. */
  loss: number;
  /** Binary cross-entropy of telling real from generated; the generator's: of passing for real. */
  generation: number;
  /** Cross-entropy of the classes. */
  auxiliary: number;
}
