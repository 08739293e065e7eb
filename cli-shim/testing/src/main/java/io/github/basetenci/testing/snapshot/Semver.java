package io.github.basetenci.testing.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/** Which number of a version has to grow. */
final class Semver {
  private Semver() {}

  /** Fails when the version promises more than its changes keep. */
  static void check(String last, String version, List<InterfaceChange> changes) {
    assertThat(isEnough(last, version, changes))
        .as(
            "%s after %s: what goes away needs a new major version (a minor one before 1.0.0), what"
                + " is new or changes a minor one",
            version, last)
        .isTrue();
  }

  static boolean isEnough(String last, String version, List<InterfaceChange> changes) {
    int[] from = numbers(last);
    int[] to = numbers(version);
    boolean major = to[0] > from[0];
    boolean minor = major || to[0] == from[0] && to[1] > from[1];
    boolean patch = minor || to[0] == from[0] && to[1] == from[1] && to[2] > from[2];
    boolean breaks = from[0] > 0 && changes.stream().anyMatch(InterfaceChange::isGone);
    return breaks ? major : changes.isEmpty() ? patch : minor;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
  }
}
