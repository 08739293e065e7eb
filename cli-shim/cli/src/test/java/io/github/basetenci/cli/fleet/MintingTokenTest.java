package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.auth.IdentityLogin;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.TokenLife;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.shim.KeylessWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MintingTokenTest {
  private static final Instant BEGIN = Instant.parse("2026-11-30T12:00:00Z");

  private final List<String> warnings = new ArrayList<>();
  private Instant now = BEGIN;
  private Duration life = Duration.ofHours(1);
  private int exchanges;

  private final MintingToken token = new MintingToken(() -> now, warnings::add, this::grant);

  private IdentityLogin.Granted grant() {
    exchanges++;
    try {
      Instant end = now.plus(life);
      return new IdentityLogin.Granted(
          new LoginCredential.Token(AccessToken.of("token-" + exchanges), end),
          new TokenLife(now, end),
          IdentityToken.of(KeylessWorld.token(KeylessWorld.JOB)).claims(),
          List.of("the same warning each time"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneTokenServesUntilTheLastMinuteOfItsLife() throws Exception {
    assertThat(token.current().reveal()).isEqualTo("token-1");
    now = BEGIN.plus(Duration.ofSeconds(3539));
    assertThat(token.current().reveal()).isEqualTo("token-1");
    now = BEGIN.plus(Duration.ofSeconds(3540));

    assertThat(token.current().reveal()).isEqualTo("token-2");
    assertThat(warnings).containsExactly("the same warning each time");
  }

  @Test
  void aTokenThatLivesAMinuteServesForHalfOfIt() throws Exception {
    life = Duration.ofSeconds(60);
    token.current();
    now = BEGIN.plus(Duration.ofSeconds(29));
    assertThat(token.current().reveal()).isEqualTo("token-1");
    now = BEGIN.plus(Duration.ofSeconds(30));

    assertThat(token.current().reveal()).isEqualTo("token-2");
  }

  @Test
  void severalRefusalsOfOneTokenAreOneExchange() throws Exception {
    AccessToken refused = token.current();

    assertThat(token.after(refused).reveal()).isEqualTo("token-2");
    assertThat(token.after(refused).reveal()).isEqualTo("token-2");
    assertThat(exchanges).isEqualTo(2);
  }
}
