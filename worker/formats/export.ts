// Models as files: the formats, one line each.
import { InvalidOptionError } from '../../src/errors';
import type { ExportedModel, ExportFormat } from '../../src/protocol';
import type { Exporter, ExportSource } from './exporter';
import { exportKeras, exportKerasH5 } from './keras/write/export-keras';
import { exportOnnx } from './onnx/export-onnx';
import { exportProject } from './project/export-project';
import { exportSafetensors } from './safetensors/export-safetensors';
import { exportTfjs } from './tfjs/export-tfjs';
import { writeZip } from './write-zip';

const formats: Record<ExportFormat, Exporter> = {
  keras: exportKeras,
  'keras-h5': exportKerasH5,
  onnx: exportOnnx,
  project: exportProject,
  safetensors: exportSafetensors,
  tfjs: exportTfjs,
};

/** @throws InvalidOptionError for a format that there is not; ExportError for a network that it cannot hold */
export async function exportModel(source: ExportSource, format: unknown): Promise<ExportedModel> {
  const known =
    typeof format === 'string' && Object.hasOwn(formats, format) ? (format as ExportFormat) : undefined;
  if (!known) throw new InvalidOptionError('format', format, `one of ${Object.keys(formats).join(', ')}`);
  const files = await formats[known](source);
  const name = source.record.experiment;
  const [first, ...others] = Object.entries(files);
  if (others.length === 0) return { name: first![0], files, blob: first![1] };
  return { name: `${name}-${known}.zip`, files, blob: await writeZip(files) };
}
