package io.github.basetenci.shim.auth;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.IdentityCommand;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.List;

/**
 * The identity token of an AWS role, which the AWS command line gets. The audience is given as
 * JSON: as the value of an option, the AWS command line would read the file that {@code file://...}
 * names, and its version 1 would fetch the page of an {@code https://...}.
 *
 * @param runner runs the AWS command line
 * @param windows whether this is Windows, where Java does not escape quotation marks in arguments
 */
record AwsIdentity(IdentityCommand.Runner runner, boolean windows) implements IdentitySource {
  private static final String NAME = "the AWS command line";

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
    String input =
        Json.compact(
            JsonObject.EMPTY
                .with("Audience", JsonValue.arrayOf(List.of(audience)))
                .with("SigningAlgorithm", "RS256"));
    List<String> command =
        List.of(
            "aws",
            "sts",
            "get-web-identity-token",
            "--cli-input-json",
            windows ? input.replace("\\", "\\\\").replace("\"", "\\\"") : input,
            "--output",
            "text",
            "--query",
            "WebIdentityToken");
    return new IdentityCommand(NAME, command, runner).token(audience, deadline);
  }
}
