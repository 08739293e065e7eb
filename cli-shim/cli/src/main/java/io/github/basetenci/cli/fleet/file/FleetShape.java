package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.cli.fleet.file.Shape.Exactly;
import io.github.basetenci.cli.fleet.file.Shape.ListOf;
import io.github.basetenci.cli.fleet.file.Shape.Mapping;
import io.github.basetenci.cli.fleet.file.Shape.Member;
import io.github.basetenci.cli.fleet.file.Shape.Named;
import io.github.basetenci.cli.fleet.file.Shape.Text;
import io.github.basetenci.cli.fleet.file.Shape.Time;
import io.github.basetenci.cli.fleet.file.Shape.Word;
import io.github.basetenci.cli.fleet.file.Shape.YesNo;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a fleet file looks like: the members, what each may be, and what it means. */
final class FleetShape {
  static final int VERSION = 1;
  private static final int MOST_WORKSPACES = 100;
  private static final int MOST_KEYS = 2000;
  private static final int MOST_TARGETS = 5000;
  private static final int MOST_ITEMS = 1000;

  private static final List<String> SOURCES =
      List.of("github", "azure-devops", "bitbucket", "circleci", "gcp", "azure", "aws");

  /** A text of one line that is not empty. */
  private static final String LINE = "^[^\\n\\r]{1,500}$";

  static final Mapping ROOT = root();

  private FleetShape() {}

  /** The schema that is published. */
  static String schema() {
    JsonObject schema =
        JsonObject.EMPTY
            .with("$schema", "http://json-schema.org/draft-07/schema#")
            .with("title", "baseten-ci fleet file")
            .with("description", "Every API key of Baseten and every target that has it.");
    for (Map.Entry<String, JsonValue> part : ROOT.json().members().entrySet()) {
      schema = schema.with(part.getKey(), part.getValue());
    }
    return Json.pretty(schema) + "\n";
  }

  private static Mapping root() {
    Map<String, Member> members = new LinkedHashMap<>();
    members.put(
        "version", new Member(new Exactly(VERSION), "The version of the form of this file."));
    members.put(
        "workspaces",
        new Member(
            new Named(
                workspaceName("has a name that no workspace can have; write"),
                workspace(),
                MOST_WORKSPACES),
            "The workspaces whose keys are rotated, by any names."));
    members.put(
        "defaults",
        new Member(
            new Mapping("the policy of all keys", policy(), List.of(), List.of()),
            "The policy of every key that says nothing else."));
    members.put(
        "keys", new Member(new ListOf(key(), false, MOST_KEYS), "The keys that are rotated."));
    return new Mapping("the fleet", members, List.of("version", "workspaces", "keys"), List.of());
  }

  private static Text workspaceName(String begin) {
    return Text.of(
        "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", begin + " 1 to 64 letters, digits, '-', '_' and '.'");
  }

  private static Mapping workspace() {
    Map<String, Member> members = new LinkedHashMap<>();
    members.put(
        "url",
        new Member(
            Text.of("^https?://[^\\s]{1,300}$", "is no web address; write https://host[:port]"),
            "The address of Baseten in a browser. Default: https://app.baseten.co."));
    members.put(
        "minting-key",
        new Member(minting(), "Where the right to create and revoke keys comes from."));
    return new Mapping("a workspace", members, List.of("minting-key"), List.of());
  }

  private static Mapping minting() {
    Map<String, Member> members = new LinkedHashMap<>();
    members.put(
        "env",
        new Member(
            Text.of(
                "^[A-Za-z_][A-Za-z0-9_]{0,199}$",
                "is no name of a variable; write the variable's name, not the key"),
            "The name of the environment variable that holds the key."));
    members.put(
        "file",
        new Member(
            Text.of(LINE, "is no path"),
            "The file with the key, relative to the directory of this file."));
    members.put(
        "command",
        new Member(
            new ListOf(Text.of(LINE, "is no text on one line"), false, MOST_ITEMS),
            "The words of a command that prints the key; it is run without a shell."));
    Map<String, Member> identity = new LinkedHashMap<>();
    identity.put(
        "trust-rule",
        new Member(
            Text.of(
                "^[A-Za-z0-9_-]{1,128}$",
                "is no id of a trust rule; write the id that Baseten shows, such as abcd1234"),
            "The id of the trust rule."));
    identity.put(
        "audience",
        new Member(
            Text.of(LINE, "is no text on one line"),
            "The audience of the trust rule. Default: the address of the management API."));
    identity.put(
        "source",
        new Member(
            new Word(SOURCES),
            "Where the identity token comes from. Default: the only one that the job has."));
    members.put(
        "identity",
        new Member(
            new Mapping("an identity", identity, List.of("trust-rule"), List.of()),
            "No key: the identity of the job, by a trust rule."));
    return new Mapping(
        "where the minting key comes from",
        members,
        List.of(),
        List.of(List.copyOf(members.keySet())));
  }

  private static Map<String, Member> policy() {
    Map<String, Member> members = new LinkedHashMap<>();
    members.put(
        "rotate-every",
        new Member(new Time(), "The age at which a key is due. Without it nothing is due."));
    members.put(
        "overlap",
        new Member(
            new Time(),
            "How long the old key lives on after the last target has the new one. Default: 24h."));
    members.put(
        "quiet-for",
        new Member(
            new Time(), "How long the old key must not have been used before it is revoked."));
    members.put(
        "deadline",
        new Member(
            new Time(),
            "When the old key is revoked at the latest, although it is used. Default: 7d."));
    members.put(
        "unused-after",
        new Member(new Time(), "After how long without use a key counts as unused. Default: 90d."));
    return members;
  }

  private static Mapping key() {
    Map<String, Member> members = new LinkedHashMap<>();
    members.put(
        "name",
        new Member(
            Text.of(
                "^(?![^\\n\\r]*-[0-9]{1,9}$)[^\\n\\r]{1,200}$",
                "is empty, too long, or ends with a number such as -2; write the name without the"
                    + " number, because each rotation counts it up"),
            "The name of the key on the server, without the number that rotations count."));
    members.put(
        "prefix",
        new Member(
            Text.of(
                "^[A-Za-z0-9_-]{1,64}$",
                "is no prefix of a key; write the part of the key before its first dot"),
            "The part before the first dot of a key that has no name."));
    members.put(
        "workspace",
        new Member(
            workspaceName("is no name of a workspace; write"),
            "The workspace of the key. It may be left out if there is one workspace."));
    members.put(
        "type",
        new Member(
            new Word(
                ApiKeyType.KNOWN.stream()
                    .map(type -> type.value().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList()),
            "What the key may do."));
    members.put(
        "team", new Member(Text.of(LINE, "is no name of a team"), "The name of the key's team."));
    members.put(
        "models",
        new Member(
            new ListOf(Text.of("^[A-Za-z0-9_-]{1,100}$", "is no id of a model"), true, MOST_ITEMS),
            "The ids of the models that the key is limited to."));
    members.put(
        "not-environment-scoped",
        new Member(
            new YesNo(),
            "State that a workspace-invoke key is not limited to environments. It is not rotated"
                + " without it."));
    members.put(
        "targets",
        new Member(
            new ListOf(
                Text.of(
                    "^(trussrc|profile|file|command|github|github-dependabot|github-codespaces|jenkins):[^\\n"
                        + "\\r"
                        + "]{1,2000}$",
                    "is no target; write trussrc:REMOTE, profile:NAME, file:PATH, command:SHELL"
                        + " COMMAND, github:OWNER/REPOSITORY/NAME or jenkins:URL"),
                true,
                MOST_TARGETS),
            "Everything that has the key, as 'keys rotate --target' takes it."));
    members.put(
        "rotated-by",
        new Member(
            Text.of("^[^\\n\\r]{1,100}$", "is no name of whoever rotates the key"),
            "In place of targets: what rotates the key, such as jenkins, because this file does"
                + " not; nobody for a key whose targets are not known yet."));
    members.putAll(policy());
    return new Mapping(
        "a key",
        members,
        List.of(),
        List.of(List.of("name", "prefix"), List.of("targets", "rotated-by")));
  }
}
