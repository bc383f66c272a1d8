import type { LayersModel } from '@tensorflow/tfjs-layers';

type Layer = LayersModel['layers'][number];

/** Class name and output shape of each layer, those of nested models in their place; without the batch. */
export function layerShapes(network: LayersModel): [string, (number | null)[]][] {
  const visit = (layer: Layer): Layer[] => {
    const { layers } = layer as Layer & { layers?: Layer[] };
    return layers ? layers.flatMap(visit) : [layer];
  };
  return visit(network as unknown as Layer).map((layer) => [
    layer.getClassName(),
    (layer.outputShape as (number | null)[]).slice(1),
  ]);
}
