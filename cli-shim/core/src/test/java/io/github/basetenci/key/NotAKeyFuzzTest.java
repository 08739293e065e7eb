package io.github.basetenci.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.FuzzTest;
import java.util.Optional;

/** Any text in the place of a key is taken, or said to be something else without quoting it. */
class NotAKeyFuzzTest extends FuzzTest {
  @Override
  protected void tryOn(byte[] input) {
    String text = text(input);
    Optional<NotAKey> other = NotAKey.of(text);
    other.ifPresent(
        found -> {
          assertThat(found.predicate()).matches("(is|has|begins) .*; .*");
          assertThat(found.secrets()).doesNotContainNull();
        });
    try {
      ApiKey key = ApiKey.of(text);
      assertThat(key.reveal()).isEqualTo(text);
      assertThat(text).startsWith(key.prefix());
    } catch (InvalidKeyException e) {
      assertThat(e.getMessage()).matches("(is|contains) [a-zA-Z0-9 ]+");
    }
    if (text.matches("(b10_)?[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}")) {
      assertThat(other).isEmpty();
    }
  }
}
