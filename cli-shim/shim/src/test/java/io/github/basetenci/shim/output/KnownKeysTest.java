package io.github.basetenci.shim.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A run that renews its login for hours hides every token that is worth something, and no more. */
class KnownKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

  private final KnownKeys keys = new KnownKeys();

  @Test
  void tokensThatHaveEndedAreForgotten() throws Exception {
    for (int i = 0; i < 300; i++) {
      keys.addUntil(token(i), NOW.plus(Duration.ofSeconds(90L * i)));
    }

    keys.forgetEnded(NOW.plus(Duration.ofSeconds(90L * 295)));

    assertThat(keys.mask(token(295).reveal())).isEqualTo(token(295).reveal());
    assertThat(keys.mask(token(0).reveal())).isEqualTo(token(0).reveal());
    for (int i = 296; i < 300; i++) {
      assertThat(keys.mask("a " + token(i).reveal() + " b")).isEqualTo("a **** b");
    }
  }

  @Test
  void theEndOfATokenCanBeSaidLater() throws Exception {
    keys.addUntil(token(1), NOW.plusSeconds(7200));
    keys.addUntil(token(1), NOW.plusSeconds(60));

    keys.forgetEnded(NOW.plusSeconds(59));
    assertThat(keys.mask(token(1).reveal())).isEqualTo("****");

    keys.forgetEnded(NOW.plusSeconds(60));
    assertThat(keys.mask(token(1).reveal())).isEqualTo(token(1).reveal());
  }

  @Test
  void whatIsHiddenForEverStaysHidden() throws Exception {
    ApiKey key = ApiKey.of("markerkey.0123456789ABCDEFGHIJKLMNOPQRSTUV");
    keys.add(key);
    keys.addUntil(key, NOW);
    keys.addUntil(token(2), NOW);
    keys.add(token(2));

    keys.forgetEnded(NOW.plusSeconds(1));

    assertThat(keys.mask(key.reveal())).isEqualTo("****");
    assertThat(keys.mask(token(2).reveal())).isEqualTo("****");
  }

  private static AccessToken token(int number) throws InvalidKeyException {
    return AccessToken.of("opaque-access-token-number-" + (1000 + number));
  }
}
