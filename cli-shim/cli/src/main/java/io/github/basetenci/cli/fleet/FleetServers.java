package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.Workspace;
import io.github.basetenci.managed.Workspaces;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.text.Neutralizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The workspaces of a fleet file, as the engine of rotations wants to know them. */
final class FleetServers implements Workspaces<String> {
  private final Fleet fleet;
  private final MintingAccess access;

  /** The prefix of the minting key that was given last, by the name of the workspace. */
  private final Map<String, String> given = new ConcurrentHashMap<>();

  FleetServers(Fleet fleet, MintingAccess access) {
    this.fleet = fleet;
    this.access = access;
  }

  @Override
  public KeyServer server(Workspace workspace, String id) throws RefusedException {
    try {
      return access.server(find(workspace));
    } catch (AuthException e) {
      throw new RefusedException(CommandWords.ADVICE.sentence(e));
    }
  }

  @Override
  public synchronized Confidential minting(Workspace workspace, String id) throws RefusedException {
    FleetWorkspace found = find(workspace);
    try {
      Confidential secret = access.secret(found);
      if (secret instanceof ApiKey key) {
        given.put(found.name(), key.prefix());
      }
      return secret;
    } catch (UsageException | CommandException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    } catch (AuthException | ApiException | TransportException e) {
      throw new RefusedException(CommandWords.ADVICE.sentence(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("the command was interrupted");
    }
  }

  /** Whether the requests to a workspace are sent with this key, as far as any was sent. */
  boolean mintsWith(String workspace, String prefix) {
    return prefix.equals(given.get(workspace));
  }

  private FleetWorkspace find(Workspace workspace) throws RefusedException {
    return fleet.workspaces().stream()
        .filter(each -> each.name().equals(workspace.minting()))
        .filter(each -> each.url().toString().equals(workspace.remoteUrl()))
        .findFirst()
        .orElseThrow(
            () ->
                new RefusedException(
                    "a rotation of the workspace "
                        + Neutralizer.line(workspace.minting())
                        + " ("
                        + Neutralizer.line(workspace.remoteUrl())
                        + ") is not at its end, and the file does not name that workspace any more;"
                        + " write it there again"));
  }
}
