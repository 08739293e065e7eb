package io.github.basetenci.ephemeral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EphemeralNameTest {
  private static final Instant END = Instant.parse("2026-11-26T16:37:32Z");
  private static final String RANDOM = "1f2e3d4c5b6a7988";

  @Test
  void theNameTellsTheEndAndTheJob() {
    EphemeralName name = EphemeralName.of(END.plusNanos(1), "17123456789-1-Push_it!", RANDOM);

    assertThat(name.name()).isEqualTo("baseten-ci-20261126t163732z-17123456789-1-push-it-1f2e3d4c");
    assertThat(name.end()).isEqualTo(END);
  }

  @Property
  void everyNameIsReadBackAndFitsTheRulesOfTheServer(
      @ForAll String label,
      @ForAll @LongRange(min = 0, max = 253_000_000_000L) long end,
      @ForAll long random) {
    String digits = "%016x".formatted(random);

    EphemeralName name = EphemeralName.of(Instant.ofEpochSecond(end), label, digits);

    assertThat(EphemeralName.parse(name.name())).contains(name);
    assertThat(name.end()).isEqualTo(Instant.ofEpochSecond(end));
    assertThat(name.name()).matches("[a-z0-9-]{37,63}").endsWith(digits.substring(0, 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 5_000, 100_000, 1_000_000})
  void aNameOfAnyLengthIsAnswered(int parts) {
    String name = "baseten-ci-20261126t163732z" + "-a".repeat(parts) + "-1f2e3d4c";

    assertThat(EphemeralName.parse(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ci",
        "baseten-ci",
        "baseten-ci-2",
        "baseten-ci-20261126t163732z",
        "baseten-ci-20261126t163732z-1f2e3d4c",
        "baseten-ci-20261126t163732z--1f2e3d4c",
        "baseten-ci-20261126t163732z-job-1f2e3d4",
        "baseten-ci-20261126t163732z-job-1f2e3d4cc",
        "baseten-ci-20261126t163732z-job-1F2E3D4C",
        "baseten-ci-20261126T163732Z-job-1f2e3d4c",
        "baseten-ci-20261326t163732z-job-1f2e3d4c",
        "baseten-ci-20260230t163732z-job-1f2e3d4c",
        "baseten-ci-20261126t246060z-job-1f2e3d4c",
        "baseten-ci-20261126t163732z-job-1f2e3d4c-2",
        "baseten-ci-20261126t163732z-job-1f2e3d4c\n",
        " baseten-ci-20261126t163732z-job-1f2e3d4c",
        "my-baseten-ci-20261126t163732z-job-1f2e3d4c",
        "baseten-ci-20261126t163732z-a-label-far-longer-than-ours-1f2e3d4c"
      })
  void anyOtherNameIsNotOurs(String name) {
    assertThat(EphemeralName.parse(name)).isEmpty();
  }

  @Test
  void aNameIsNotMadeOfWhatIsNotRandom() {
    assertThatThrownBy(() -> EphemeralName.of(END, "job", "not-hexadecimal"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
