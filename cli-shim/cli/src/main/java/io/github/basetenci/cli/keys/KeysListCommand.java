package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.output.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keys list}. */
@Command(name = "list", description = "List the unrevoked keys that the key in use manages.")
public final class KeysListCommand extends BaseCommand {
  @Mixin LoginChoice choice = new LoginChoice();

  @Override
  protected int run(Session session) throws Exception {
    List<ApiKeyInfo> keys = LoginChoice.open(session, choice.find(session)).apiKeys();
    if (keys.isEmpty()) {
      session.output().note("No keys found.");
    }
    Table table = new Table("NAME", "KEY", "TYPE", "TEAM", "MODELS", "OWNER");
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
