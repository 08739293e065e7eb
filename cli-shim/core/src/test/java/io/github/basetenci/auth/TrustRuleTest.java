package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustRuleTest {
  private static final String AUDIENCE = "https://api.baseten.co";

  @Test
  void swappedPartsAreSaidBeforeAnythingIsSent() {
    assertThatThrownBy(() -> TrustRule.of(AUDIENCE, "abcd1234", null))
        .isInstanceOfSatisfying(
            AuthException.class, e -> assertThat(e.kind()).isEqualTo(AuthException.Kind.USAGE))
        .hasMessage(
            "the id of the trust rule and the audience are swapped: the audience 'abcd1234' looks"
                + " like the id of a rule");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api.baseten.co", "a/b", "a:b"})
  void anIdIsNoAddress(String id) {
    assertThatThrownBy(() -> TrustRule.of(id, AUDIENCE + "/x", null))
        .hasMessage(
            "the id of the trust rule has a ':' or a '/', as audiences have and ids have not; give"
                + " the id that Baseten shows for the rule, such as abcd1234");
  }

  @Test
  void aKeyInPlaceOfAnIdIsNotQuoted() {
    assertThatThrownBy(() -> TrustRule.of("abcdefgh.0123456789secret", AUDIENCE, null))
        .hasMessageContaining("other characters")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aTokenInPlaceOfAnAudienceIsNotQuoted() {
    assertThatThrownBy(() -> TrustRule.of("abcd1234", "e30.e30.c2ln", null))
        .hasMessage(
            "the audience is an identity token; give the audience that the trust rule names");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcd1234", "a\nb", " "})
  void anAudienceIsOneLineAndNotTheId(String audience) {
    if (!audience.isBlank()) {
      assertThatThrownBy(() -> TrustRule.of("abcd1234", audience, null))
          .isInstanceOf(AuthException.class);
    }
    assertThatThrownBy(() -> TrustRule.of("", audience, null)).isInstanceOf(AuthException.class);
  }

  @ParameterizedTest
  @CsvSource({"59, false", "60, true", "3600, true", "3601, false"})
  void aLifetimeIsAMinuteToAnHour(int seconds, boolean fine) throws Exception {
    Duration lifetime = Duration.ofSeconds(seconds);
    if (fine) {
      assertThat(TrustRule.of("abcd1234", AUDIENCE, lifetime).lifetime()).isEqualTo(lifetime);
    } else {
      assertThatThrownBy(() -> TrustRule.of("abcd1234", AUDIENCE, lifetime))
          .hasMessage("the lifetime of an access token is 60 to 3600 seconds, not " + seconds);
    }
  }

  /** An audience may have eight characters, too, as long as the id looks like one. */
  @Test
  void twoTextsThatLookLikeIdsAreTakenAsTheyAre() throws Exception {
    assertThat(TrustRule.of("abcd1234", "baseten1", null).audience()).isEqualTo("baseten1");
    assertThatThrownBy(() -> new TrustRule("a b", AUDIENCE, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
