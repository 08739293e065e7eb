package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.KeyFilter;
import io.github.basetenci.cli.rotate.OverlapConverter;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.output.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys list}. */
@Command(name = "list", description = "List the unrevoked keys that the key in use manages.")
public final class KeysListCommand extends BaseCommand {
  @Mixin LoginChoice choice = new LoginChoice();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = KeyTypeConverter.class,
      completionCandidates = KeyTypeConverter.Words.class,
      description = "List only keys of this type: ${COMPLETION-CANDIDATES}.")
  @Nullable ApiKeyType type;

  @Option(
      names = "--created-by-me",
      description = "List only keys that the user of the key in use created.")
  boolean createdByMe;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      converter = OverlapConverter.class,
      description = "List only keys that were created at least this long ago, such as 90d.")
  @Nullable Duration olderThan;

  @Option(
      names = "--unused-for",
      paramLabel = "TIME",
      converter = OverlapConverter.class,
      description =
          "List only keys that nobody has used for this long, such as 90d. Where no last use is"
              + " known, the creation counts.")
  @Nullable Duration unusedFor;

  @Override
  protected int run(Session session) throws Exception {
    KeyAges ages = new KeyAges(olderThan, unusedFor, session.host().clock().instant());
    List<ApiKeyInfo> all =
        LoginChoice.open(session, choice.find(session)).apiKeys(new KeyFilter(type, createdByMe));
    List<ApiKeyInfo> keys = all.stream().filter(ages::fit).toList();
    long unknown = all.stream().filter(ages::areUnknown).count();
    if (unknown > 0) {
      session
          .output()
          .note(
              (unknown == 1 ? "1 key is" : unknown + " keys are")
                  + " not listed, because the server does not say when "
                  + (unknown == 1 ? "it was" : "they were")
                  + " created or last used.");
    }
    if (keys.isEmpty()) {
      session.output().note("No keys found.");
    }
    Table table =
        new Table("NAME", "KEY", "TYPE", "TEAM", "MODELS", "OWNER", "CREATED", "LAST USED");
    List<JsonValue> items = new ArrayList<>();
    for (ApiKeyInfo key : keys) {
      KeyView view = new KeyView(key);
      table.add(view.cells());
      items.add(view.json());
    }
    session
        .output()
        .result(
            JsonObject.EMPTY.with("keys", new JsonArray(items)),
            keys.isEmpty() ? "" : table.text());
    return ExitCode.OK;
  }
}
