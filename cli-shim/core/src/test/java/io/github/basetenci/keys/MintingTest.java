package io.github.basetenci.keys;

import static io.github.basetenci.keys.KeysWorld.WAITS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MintingTest {
  @Fixture private KeysWorld world;
  private Minting minting;

  @BeforeEach
  void begin() throws IOException {
    minting = world.minting();
  }

  @Test
  void theAnsweredKeyIsGivenAndNothingElseIsLeft() throws Exception {
    Optional<ApiKey> key = minting.send();

    assertThat(world.named())
        .singleElement()
        .matches(listed -> listed.hasPrefix(key.orElseThrow().prefix()));
    assertThat(minting.mayHaveLeftKey()).isFalse();
    assertThat(world.requests("POST")).isEqualTo(1);
    assertThat(world.waited).isEmpty();
  }

  @Test
  void anAnswerThatIsLostBeforeTheEffectLeavesADoubtAndTheNextRequestGivesTheKey()
      throws Exception {
    world.sandbox.fault(Fault.of(Fault.Kind.CUT_BEFORE, "POST", "/v1/"));

    assertThat(minting.send()).isEmpty();

    assertThat(world.named()).isEmpty();
    assertThat(minting.isRefused()).isFalse();
    assertThat(minting.mayHaveLeftKey()).isTrue();
    assertThat(minting.maySendAgain()).isTrue();
    assertThat(minting.failure()).isInstanceOf(TransportException.class);
    assertThat(minting.send()).isPresent();
  }

  @Test
  void anAnswerThatIsLostAfterTheEffectLeavesTheSameDoubtAndAKey() throws Exception {
    world.sandbox.fault(Fault.of(Fault.Kind.CUT_AFTER, "POST", "/v1/"));

    assertThat(minting.send()).isEmpty();

    assertThat(world.named()).hasSize(1);
    assertThat(minting.isRefused()).isFalse();
    assertThat(minting.mayHaveLeftKey()).isTrue();
    assertThat(minting.maySendAgain()).isTrue();
  }

  @Test
  void aRefusalLeavesNoDoubtAndIsNotSentAgain() throws Exception {
    world.sandbox.fault(Fault.status("POST", "/v1/", 403, "{}"));

    assertThat(minting.send()).isEmpty();

    assertThat(minting.isRefused()).isTrue();
    assertThat(minting.mayHaveLeftKey()).isFalse();
    assertThat(minting.maySendAgain()).isFalse();
    assertThat(minting.failure())
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.status()).isEqualTo(403));
  }

  @Test
  void aRefusalAfterALostAnswerKeepsTheDoubt() throws Exception {
    world.sandbox.fault(Fault.of(Fault.Kind.CUT_AFTER, "POST", "/v1/"));
    minting.send();

    // The key of the first request has the name.
    assertThat(minting.send()).isEmpty();

    assertThat(minting.isRefused()).isTrue();
    assertThat(minting.mayHaveLeftKey()).isTrue();
    assertThat(minting.maySendAgain()).isFalse();
    assertThat(world.named()).hasSize(1);
  }

  @Test
  void noRequestIsSentAThirdTime() throws Exception {
    world.sandbox.fault(Fault.status("POST", "/v1/", 500, "{}").times(9));

    minting.send();
    assertThat(minting.maySendAgain()).isTrue();
    minting.send();

    assertThat(minting.maySendAgain()).isFalse();
    assertThat(world.requests("POST")).isEqualTo(2);
  }

  @Test
  void aKeyThatTheCallerCannotUseCountsAsLost() throws Exception {
    assertThat(minting.send()).isPresent();

    minting.countAsLost(new IOException("no prefix"));

    assertThat(minting.isRefused()).isFalse();
    assertThat(minting.mayHaveLeftKey()).isTrue();
    assertThat(minting.maySendAgain()).isTrue();
    assertThat(minting.failure()).hasMessage("no prefix");
  }

  @Test
  void aServerThatIsBusyIsAskedAgainAsLateAsItAsks() throws Exception {
    world.sandbox.fault(Fault.status("POST", "/v1/", 429, "{\"retry_after\":37}"));

    assertThat(minting.send()).isPresent();

    assertThat(world.waited).containsExactly(Duration.ofSeconds(37));
    assertThat(minting.mayHaveLeftKey()).isFalse();
  }

  @Test
  void aServerThatStaysBusyHasRefused() throws Exception {
    world.sandbox.fault(Fault.status("POST", "/v1/", 429, "{}").times(9));

    assertThat(minting.send()).isEmpty();

    assertThat(world.waited).isEqualTo(WAITS);
    assertThat(world.requests("POST")).isEqualTo(4);
    assertThat(minting.isRefused()).isTrue();
    assertThat(minting.maySendAgain()).isFalse();
  }
}
