package io.github.basetenci.cli.exec;

import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The masked streams of one command, which all hide the same secrets. */
final class OutputMasks {
  private final List<MaskingOutputStream> streams = new ArrayList<>();
  private Masker masker;

  OutputMasks(Masker masker) {
    this.masker = masker;
  }

  /** A stream that masks what goes to the given one. */
  synchronized MaskingOutputStream stream(OutputStream to) {
    MaskingOutputStream stream = new MaskingOutputStream(to, masker);
    streams.add(stream);
    return stream;
  }

  /** Masks with these secrets from now on. */
  synchronized void use(Masker next) {
    masker = next;
    streams.forEach(stream -> stream.switchLater(next));
  }
}
