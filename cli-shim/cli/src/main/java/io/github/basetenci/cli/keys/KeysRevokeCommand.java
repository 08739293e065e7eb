package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.shim.auth.LoginChoice;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.Confirmation;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys revoke}. */
@Command(
    name = "revoke",
    description = "Revoke a key on the server, for everybody who uses it. It cannot be undone.")
public final class KeysRevokeCommand extends BaseCommand {
  @Mixin LoginChoice choice = new LoginChoice();
  @Mixin Confirmation confirmation = new Confirmation();

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      converter = PrefixConverter.class,
      description = "The part of the key before its first dot.")
  @Nullable String prefix;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name of the key, instead of its prefix.")
  @Nullable String name;

  @Option(
      names = "--team",
      paramLabel = "NAME",
      description = "If several keys have that name: the one of this team.")
  @Nullable String team;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = KeyTypeConverter.class,
      completionCandidates = KeyTypeConverter.Words.class,
      description = "If several keys have that name: the one of this type.")
  @Nullable ApiKeyType type;

  @Option(names = "--own-key", description = "Revoke even the key that is in use here.")
  boolean ownKey;

  @Override
  protected int run(Session session) throws Exception {
    if ((prefix == null) == (name == null)) {
      throw new UsageException("say which key with its PREFIX or with --name, one of the two");
    }
    if (name == null && (team != null || type != null)) {
      throw new UsageException("--team and --type go with --name alone; a prefix is unique");
    }
    ActiveLogin login = choice.find(session);
    ManagementApi api = LoginChoice.open(session, login);
    ApiKeyInfo key = select(new ListedKeys(api.apiKeys()));
    if (key.prefix().equals(login.requireKey().prefix()) && !ownKey) {
      throw new UsageException(
          "this is the key in use here, without which nothing more can be done; pass --own-key to"
              + " revoke it all the same");
    }
    KeyView view = new KeyView(key);
    String what = view.maskedPrefix() + " (" + view.name() + ", " + view.type() + ")";
    confirmation.require(session, "Revoke key " + what + " of team " + view.team());
    api.deleteApiKey(key.prefix());
    session.output().result(view.json(), "Revoked key " + what + "\n");
    return ExitCode.OK;
  }

  private ApiKeyInfo select(ListedKeys keys) throws Exception {
    return prefix != null
        ? keys.withPrefix(prefix)
        : keys.named(Objects.requireNonNull(name), team, type);
  }
}
