package io.github.basetenci.shim.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.TrustRule;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.DurationConverter;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of a login without a key, by the identity that the job has. */
public final class IdentityOptions {
  static final String TRUST_RULE = "--trust-rule";

  @Option(
      names = TRUST_RULE,
      paramLabel = "ID",
      description =
          "Log in without a key, with the identity of this job, by the trust rule of this id.")
  @Nullable String trustRule;

  @Option(
      names = "--audience",
      paramLabel = "AUDIENCE",
      description =
          "The audience that the trust rule wants in identity tokens. Default: the address of the"
              + " remote's management API, such as https://api.baseten.co.")
  @Nullable String audience;

  @Option(
      names = "--token-lifetime",
      paramLabel = "SECONDS",
      converter = DurationConverter.class,
      description =
          "How long the access token is to live, 60 to 3600 seconds. Default: as long as the trust"
              + " rule allows.")
  @Nullable Duration lifetime;

  @Mixin IdentitySourceOptions token = new IdentitySourceOptions();

  /**
   * A login without a key, as the flags or the variables ask for it.
   *
   * @param named the flag or variable that names the trust rule
   * @param id the id of the trust rule
   * @param audience the audience, or null for that of the remote
   * @param lifetime the life of the access token, or null for the longest
   * @param source gives the identity token
   */
  public record Asked(
      String named,
      String id,
      @Nullable String audience,
      @Nullable Duration lifetime,
      IdentitySource source) {
    /** The trust rule of a remote. */
    public TrustRule rule(RemoteUrl url) throws AuthException {
      String wanted = audience;
      return TrustRule.of(id, wanted == null ? url.managementUrl().toString() : wanted, lifetime);
    }

    /** Nothing of what the user gave, since none of it is checked yet. */
    @Override
    public String toString() {
      return "a login without a key";
    }
  }

  /** Whether a flag names a trust rule. */
  public boolean isGiven() {
    return trustRule != null;
  }

  /**
   * What is asked for; empty if neither a flag nor a variable names a trust rule, or if a flag
   * gives a key. No identity token is asked for yet.
   *
   * @param keyFlag the flag that gives a key, or null
   * @param variables whether a trust rule of a variable counts; a login that a flag names goes
   *     before it
   * @throws UsageException if a flag names a trust rule and another one gives a key, or if another
   *     flag of this class has no trust rule that it belongs to
   */
  public Optional<Asked> asked(Session session, @Nullable String keyFlag, boolean variables)
      throws UsageException, AuthException {
    if (trustRule != null) {
      new Alternatives()
          .flag(TRUST_RULE, true)
          .flag(String.valueOf(keyFlag), keyFlag != null)
          .check();
      return Optional.of(asked(session, session.words().name("trust-rule"), trustRule));
    }
    Optional<String> named = session.environment().get(Environment.TRUST_RULE);
    if (keyFlag == null && variables && named.isPresent()) {
      return Optional.of(asked(session, Environment.TRUST_RULE, named.get()));
    }
    String alone = anyOther(session);
    if (alone != null) {
      throw new UsageException(
          alone + " goes with a trust rule; name one with " + session.words().name("trust-rule"));
    }
    return Optional.empty();
  }

  private @Nullable String anyOther(Session session) throws UsageException {
    String flag = token.flag();
    return audience != null
        ? session.words().name("audience")
        : lifetime != null ? session.words().name("token-lifetime") : flag;
  }

  private Asked asked(Session session, String named, String id)
      throws UsageException, AuthException {
    String wanted =
        audience != null
            ? audience
            : session.environment().get(Environment.TRUST_RULE_AUDIENCE).orElse(null);
    return new Asked(named, id, wanted, lifetime, source(session));
  }

  /** Where the identity token comes from: what a flag names, or else what the job has. */
  public IdentitySource source(Session session) throws UsageException, AuthException {
    return token.source(session);
  }
}
