package io.github.basetenci.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.FuzzTest;
import java.util.Optional;

/** Any text is no record, or is the same record again when it was written. */
class RecordJsonFuzzTest extends FuzzTest {
  @Override
  protected void tryOn(byte[] input) {
    Optional<RotationRecord> record = RecordJson.read(text(input));
    record.ifPresent(read -> assertThat(RecordJson.read(RecordJson.write(read))).contains(read));
  }
}
