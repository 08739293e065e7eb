package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifeTest {
  private static final Instant BEGIN = Instant.parse("2026-11-30T08:00:00Z");

  @ParameterizedTest
  @CsvSource({"3600, 1800", "300, 150", "180, 90", "60, 30"})
  void itIsRenewedAtHalfOfItsLife(int life, int renewal) {
    assertThat(life(life).renewal()).isEqualTo(BEGIN.plusSeconds(renewal));
  }

  @ParameterizedTest
  @ValueSource(ints = {180, 181, 600, 3600})
  void withALifeForTrussThatIsNinetySecondsBeforeTheEndOrMore(int life) throws Exception {
    life(life).checkForTruss();
    assertThat(life(life).renewal()).isBeforeOrEqualTo(life(life).end().minusSeconds(90));
  }

  @Test
  void trussNeedsThreeMinutes() throws Exception {
    life(180).checkForTruss();
    assertThatThrownBy(() -> life(179).checkForTruss())
        .isInstanceOf(AuthException.class)
        .hasMessage(
            "an access token that lives 179 s is too short for truss, which uses none in its last"
                + " 60 s; it needs 180 s or more, which the trust rule must allow");
    assertThatThrownBy(() -> TokenLife.checkForTruss(Duration.ofSeconds(60)))
        .isInstanceOf(AuthException.class);
  }

  private static TokenLife life(int seconds) {
    return new TokenLife(BEGIN, BEGIN.plusSeconds(seconds));
  }
}
