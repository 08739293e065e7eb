package io.github.basetenci.shim.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.FuzzTest;
import java.util.Optional;

/** Any text is no record, or is one that is the same again when it is written. */
class JobRecordFuzzTest extends FuzzTest {
  @Override
  protected void tryOn(byte[] input) {
    Optional<JobRecord> record = JobRecord.parse(text(input));
    record.ifPresent(
        read -> {
          assertThat(read.variables().keySet()).allMatch(JobVariables::isOurs);
          assertThat(JobRecord.parse(text(read.toBytes()))).contains(read);
        });
  }
}
