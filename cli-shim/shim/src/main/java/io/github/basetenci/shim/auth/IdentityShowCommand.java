package io.github.basetenci.shim.auth;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.identity.Claims;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.TokenCheck;
import io.github.basetenci.identity.TrustCondition;
import io.github.basetenci.identity.TrustCondition.Scope;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code identity show}. */
@Command(
    name = "show",
    description = {
      "Show what the identity token of this job says, never the token itself, and the condition that"
          + " a trust rule of Baseten needs to accept it.",
      "Nobody has checked the token at this point: only Baseten does."
    })
public final class IdentityShowCommand extends BaseCommand {
  /** A line of the output must not begin as a command of a CI system does. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.:/-]*");

  @Mixin IdentitySourceOptions token = new IdentitySourceOptions();

  @Option(
      names = "--audience",
      paramLabel = "AUDIENCE",
      description =
          "The audience to ask for. Default: BASETEN_TRUST_RULE_AUDIENCE, else"
              + " https://api.baseten.co.")
  @Nullable String audience;

  @Option(
      names = "--for",
      paramLabel = "SCOPE",
      description =
          "Whom the condition lets in: job (this workflow file, here), ref (this branch or tag),"
              + " environment (this one), or repository (all of it). Default: the environment of the"
              + " job, or else its branch or tag.")
  @Nullable String scope;

  @Override
  protected int run(Session session) throws Exception {
    Scope named = scope == null ? null : scope(scope);
    IdentitySource source = token.source(session);
    String wanted =
        audience != null
            ? audience
            : session
                .environment()
                .get(Environment.TRUST_RULE_AUDIENCE)
                .orElse(RemoteUrl.DEFAULT.managementUrl().toString());
    Claims claims;
    Scope asked;
    TrustCondition condition;
    try {
      IdentityToken identity = source.token(wanted, session.deadline());
      session.output().hide(identity.confidential());
      claims = identity.claims();
      checkToken(session, identity, wanted, source.name());
      asked = named == null ? TrustCondition.usual(claims) : named;
      condition = TrustCondition.of(claims, asked);
    } catch (IdentityException e) {
      throw AuthException.of(e);
    }
    if (asked == Scope.REPOSITORY) {
      session
          .output()
          .warn(
              "this condition lets in every branch, tag, pull request and environment of the"
                  + " repository, so whoever can push any branch can log in by it");
    }
    session
        .output()
        .result(
            json(source, claims, asked, condition),
            text(source, claims, asked, condition, session.host().clock().instant()));
    return ExitCode.OK;
  }

  private static Scope scope(String word) throws UsageException {
    for (Scope each : Scope.values()) {
      if (word(each).equals(word)) {
        return each;
      }
    }
    throw new UsageException("--for is none of job, ref, environment or repository");
  }

  /** A token that could not be exchanged is shown all the same, since it has to be understood. */
  private static void checkToken(
      Session session, IdentityToken identity, String wanted, String source) {
    try {
      new TokenCheck(session.host().clock())
          .check(identity, wanted, source)
          .forEach(session.output()::warn);
    } catch (IdentityException e) {
      session.output().warn(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> shown(Claims claims) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (String name : claims.names()) {
      if (PLAIN_NAME.matcher(name).matches()) {
        claims.shown(name).ifPresent(value -> shown.put(name, value));
      }
    }
    return shown;
  }

  private static JsonValue json(
      IdentitySource source, Claims claims, Scope scope, TrustCondition condition) {
    JsonObject all = JsonObject.EMPTY;
    for (Map.Entry<String, String> claim : shown(claims).entrySet()) {
      all = all.with(claim.getKey(), claim.getValue());
    }
    String other = condition.otherForm();
    return JsonObject.EMPTY
        .with("source", source.name())
        .with("expires_at", claims.expires().map(Instant::toString).orElse(""))
        .with("claims", all)
        .with("for", word(scope))
        .with("condition", condition.condition())
        .with("condition_other_subject", other == null ? "" : other);
  }

  private static String text(
      IdentitySource source, Claims claims, Scope scope, TrustCondition condition, Instant now) {
    StringBuilder out = new StringBuilder("Identity token from ");
    out.append(Neutralizer.line(source.name()));
    claims.expires().ifPresent(end -> out.append(", ").append(TimeLeft.until(end, now)));
    out.append('\n');
    shown(claims)
        .forEach(
            (name, value) -> out.append("  ").append(name).append(": ").append(value).append('\n'));
    out.append("Condition of a trust rule for ").append(people(scope)).append(":\n  ");
    out.append(condition.condition()).append('\n');
    String other = condition.otherForm();
    if (other != null) {
      out.append("The same, if the repository had the other form of subjects:\n  ");
      out.append(other).append('\n');
    }
    return out.toString();
  }

  private static String people(Scope scope) {
    return switch (scope) {
      case JOB -> "the jobs of this workflow file, on this ref or in this environment";
      case REF -> "the jobs on this branch or tag";
      case ENVIRONMENT -> "the jobs in this environment";
      case REPOSITORY -> "all jobs of this repository";
    };
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
