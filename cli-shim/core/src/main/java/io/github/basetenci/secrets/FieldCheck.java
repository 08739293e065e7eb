package io.github.basetenci.secrets;

import io.github.basetenci.secrets.ConfigNode.Entry;
import io.github.basetenci.secrets.ConfigNode.Kind;
import io.github.basetenci.secrets.ConfigNode.Mapping;
import io.github.basetenci.secrets.ConfigNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks the other fields of a configuration that name secrets, or that should not contain secrets.
 */
final class FieldCheck {
  /**
   * The prefix of build secrets that are logins of registries. {@code truss} does not check the
   * form of such a name.
   */
  private static final String REGISTRY = "DOCKER_REGISTRY_";

  private static final Pattern SECRET_VARIABLE =
      Pattern.compile(
          "(?i)(?:.*_)?(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY|SECRET_?KEY|"
              + "PRIVATE_?KEY|CREDENTIALS?)");

  /**
   * A value that is long enough for a secret, has letters and digits, and is neither a path nor an
   * address.
   */
  private static final Pattern SECRET_VALUE =
      Pattern.compile("(?=.*[A-Za-z])(?=.*[0-9])(?!/|\\.|~|[a-z0-9+]+://|\\$)\\S{8,}");

  private final List<SecretFinding> findings;
  private final Map<String, SourceLocation> named = new LinkedHashMap<>();

  /**
   * @param findings the list to which findings are added
   */
  FieldCheck(List<SecretFinding> findings) {
    this.findings = findings;
  }

  /** The names of secrets in the fields, each with its location. */
  Map<String, SourceLocation> run(Mapping config) {
    config
        .mapping("build")
        .flatMap(build -> build.mapping("secret_to_path_mapping"))
        .ifPresent(this::buildSecrets);
    config
        .mapping("base_image")
        .flatMap(image -> image.mapping("docker_auth"))
        .ifPresent(this::dockerAuth);
    config.items("weights").forEach(this::weights);
    for (ConfigNode model : config.items("model_cache")) {
      if (model instanceof Mapping fields) {
        fields.text("runtime_secret_name").ifPresent(this::names);
      }
    }
    config.mapping("environment_variables").ifPresent(this::environment);
    return named;
  }

  private void names(Scalar name) {
    named.putIfAbsent(name.text(), name.at());
  }

  private void buildSecrets(Mapping secrets) {
    for (Entry entry : secrets.entries()) {
      if (!(entry.value() instanceof Scalar path) || path.kind() != Kind.TEXT) {
        findings.add(
            SecretFinding.of(
                Rule.VALUE_NOT_TEXT,
                entry.value().at(),
                "a secret of a build has a path that is no text, which truss refuses; write where"
                    + " the build reads it"));
      }
      if (entry.key() instanceof Scalar key && key.kind() == Kind.TEXT) {
        SecretName name = new SecretName(key.text());
        if (name.isWellFormed()) {
          names(key);
        } else if (!key.text().startsWith(REGISTRY) || key.text().length() > 253) {
          findings.add(
              SecretFinding.about(
                  Rule.BUILD_SECRET_NAME,
                  key.at(),
                  name,
                  name
                      + " is no name for a secret of a build, which truss refuses; choose one of"
                      + " letters, digits, '-', '_' and '.', at most 253"));
        }
      } else {
        findings.add(
            SecretFinding.of(
                Rule.NAME_NOT_TEXT,
                entry.key().at(),
                "the name of a secret is no text to YAML, which truss refuses; put it in quotes"));
      }
    }
  }

  private void dockerAuth(Mapping auth) {
    auth.text("secret_name").ifPresent(this::names);
    boolean keys =
        auth.text("auth_method").filter(it -> it.text().equalsIgnoreCase("AWS_IAM")).isPresent();
    for (String name : List.of("aws_access_key_id", "aws_secret_access_key")) {
      Optional<Scalar> given = auth.text(name + "_secret_name");
      if (given.isPresent()) {
        names(given.get());
      } else if (keys) {
        named.putIfAbsent(name, auth.at());
      }
    }
  }

  private void weights(ConfigNode source) {
    if (!(source instanceof Mapping fields)) {
      return;
    }
    Optional<Scalar> above = fields.text("auth_secret_name");
    Optional<Scalar> inside = fields.mapping("auth").flatMap(auth -> auth.text("auth_secret_name"));
    above.ifPresent(this::names);
    inside.ifPresent(this::names);
    if (above.isPresent() && inside.isPresent()) {
      findings.add(
          SecretFinding.of(
              Rule.TWO_AUTH_SECRETS,
              inside.get().at(),
              "auth_secret_name stands twice in one source of weights, which truss refuses;"
                  + " keep the one in auth"));
    }
  }

  private void environment(Mapping variables) {
    for (Entry entry : variables.entries()) {
      if (entry.key() instanceof Scalar key
          && entry.value() instanceof Scalar value
          && value.kind() == Kind.TEXT
          && SECRET_VARIABLE.matcher(key.text()).matches()
          && SECRET_VALUE.matcher(value.text()).matches()) {
        findings.add(
            SecretFinding.of(
                Rule.SECRET_IN_ENVIRONMENT,
                value.at(),
                "the variable "
                    + new SecretName(key.text())
                    + " looks as if it held a secret, which everybody who reads this file sees;"
                    + " declare it in secrets"));
      }
    }
  }
}
