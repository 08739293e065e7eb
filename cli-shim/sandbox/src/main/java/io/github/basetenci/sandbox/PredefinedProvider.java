package io.github.basetenci.sandbox;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of identity providers. Baseten documents the name {@code AWS_EKS} and the platforms.
 * The sandbox has chosen the other names, and the claims that a kind requires in addition to the
 * subject.
 */
enum PredefinedProvider {
  GITHUB_ACTIONS(
      "GitHub Actions",
      "https://token.actions.githubusercontent.com",
      null,
      List.of("repository_owner_id")),
  GOOGLE_CLOUD("Google Cloud", "https://accounts.google.com", null, List.of()),
  AWS(
      "AWS",
      "https://[0-9a-f-]{36}\\.tokens\\.sts\\.global\\.api\\.aws",
      "https://{id}.tokens.sts.global.api.aws",
      List.of()),
  AWS_EKS(
      "Amazon EKS",
      "https://oidc\\.eks\\.[a-z0-9-]+\\.amazonaws\\.com/id/[0-9A-Za-z]+",
      "https://oidc.eks.{region}.amazonaws.com/id/{id}",
      List.of()),
  AZURE(
      "Azure",
      "https://login\\.microsoftonline\\.com/[0-9a-f-]{36}/v2\\.0"
          + "|https://sts\\.windows\\.net/[0-9a-f-]{36}/",
      "https://login.microsoftonline.com/{tenant}/v2.0 or https://sts.windows.net/{tenant}/",
      List.of()),
  /** An issuer that the sandbox was started with and that Baseten does not list. */
  SANDBOX("Issuer of this sandbox", ".+", "any that the sandbox has keys of", List.of());

  private final String displayName;
  private final String issuer;
  private final @Nullable String format;
  private final List<String> fixedClaims;

  /**
   * A kind of identity providers.
   *
   * @param issuer the issuer, or a regular expression for it if there is a format
   * @param format the form of the issuer in messages, null for a fixed issuer
   * @param fixedClaims the claims that a condition must compare with one text
   */
  PredefinedProvider(
      String displayName, String issuer, @Nullable String format, List<String> fixedClaims) {
    this.displayName = displayName;
    this.issuer = issuer;
    this.format = format;
    this.fixedClaims = fixedClaims;
  }

  static @Nullable PredefinedProvider find(@Nullable String name) {
    for (PredefinedProvider provider : values()) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    return null;
  }

  /** The kind of this issuer. */
  static PredefinedProvider of(String issuer) {
    for (PredefinedProvider provider : values()) {
      if (provider.describes(issuer)) {
        return provider;
      }
    }
    return SANDBOX;
  }

  String displayName() {
    return displayName;
  }

  /** The only issuer of this kind, or null if each customer has an issuer. */
  @Nullable String fixedIssuer() {
    return format == null ? issuer : null;
  }

  /** The form of an issuer of this kind in messages, null for a fixed issuer. */
  @Nullable String issuerFormat() {
    return format;
  }

  boolean describes(String candidate) {
    return format == null ? issuer.equals(candidate) : Pattern.matches(issuer, candidate);
  }

  /**
   * Checks that a condition is sufficient for this kind.
   *
   * @throws InvalidConditionException if it is not; the message is one sentence that tells what is
   *     missing
   */
  void check(Condition condition) throws InvalidConditionException {
    if (!condition.pins("sub")) {
      throw new InvalidConditionException(
          "The condition must pin a specific claims.sub in a top-level && clause.");
    }
    for (String claim : fixedClaims) {
      if (!condition.fixes(claim)) {
        throw new InvalidConditionException(
            "The condition must compare claims."
                + claim
                + " with one text in a top-level && clause, as "
                + displayName
                + " requires.");
      }
    }
  }
}
