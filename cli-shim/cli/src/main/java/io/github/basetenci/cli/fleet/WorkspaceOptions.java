package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.fleet.MintingSource;
import io.github.basetenci.secrets.SourceLocation;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that name workspaces, in place of a file. */
public final class WorkspaceOptions {
  private static final String FLAG = "--workspace";
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9_.-]{0,63})="
              + "(?:env:([A-Za-z_][A-Za-z0-9_]{0,199})|file:([^\\r\\n]{1,500})"
              + "|command:([^\\r\\n]{1,500})|identity:([A-Za-z0-9_-]{1,128}))");

  @Option(
      names = FLAG,
      required = true,
      paramLabel = "NAME=SOURCE",
      description =
          "A workspace, by any name, and where its minting key comes from: env:VARIABLE, file:PATH,"
              + " command:WORDS, or identity:TRUST-RULE. May be repeated.")
  List<String> workspaces = new ArrayList<>();

  @Option(
      names = "--remote-url",
      paramLabel = "NAME=URL",
      description =
          "The address of that workspace, if it is not https://app.baseten.co. May be repeated.")
  List<String> urls = new ArrayList<>();

  /**
   * The workspaces, in the given order.
   *
   * @param directory the directory from which the paths of the written file go
   */
  List<FleetWorkspace> read(Session session, Path directory) throws UsageException {
    Map<String, RemoteUrl> addresses = addresses();
    Map<String, FleetWorkspace> read = new LinkedHashMap<>();
    for (String each : workspaces) {
      Matcher parts = FORM.matcher(each);
      if (!parts.matches()) {
        // The text is not quoted, because it may be a key that was given by mistake.
        throw new UsageException(
            "--workspace takes NAME=env:VARIABLE, NAME=file:PATH, NAME=command:WORDS or"
                + " NAME=identity:TRUST-RULE; the name has letters, digits, '-', '_' and '.'");
      }
      String name = parts.group(1);
      RemoteUrl url = addresses.remove(name);
      FleetWorkspace workspace =
          new FleetWorkspace(
              name,
              url == null ? RemoteUrl.DEFAULT : url,
              source(session, directory, parts),
              new SourceLocation(FLAG, 1, 1));
      if (read.put(name, workspace) != null) {
        throw new UsageException("--workspace names " + name + " twice");
      }
    }
    if (!addresses.isEmpty()) {
      throw new UsageException(
          "--remote-url names "
              + addresses.keySet().iterator().next()
              + ", which no --workspace names");
    }
    return List.copyOf(read.values());
  }

  private Map<String, RemoteUrl> addresses() throws UsageException {
    Map<String, RemoteUrl> addresses = new LinkedHashMap<>();
    for (String each : urls) {
      int end = each.indexOf('=');
      if (end < 1 || !each.substring(0, end).matches("[A-Za-z0-9_.-]+")) {
        throw new UsageException("--remote-url takes NAME=URL, with the NAME of a --workspace");
      }
      try {
        addresses.put(
            each.substring(0, end), RemoteUrl.parse(each.substring(end + 1), "--remote-url"));
      } catch (InvalidRemoteUrlException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
    return addresses;
  }

  private static MintingSource source(Session session, Path directory, Matcher parts)
      throws UsageException {
    if (parts.group(2) != null) {
      return new MintingSource.OfVariable(parts.group(2));
    }
    if (parts.group(3) != null) {
      return new MintingSource.OfFile(path(session, directory, parts.group(3)));
    }
    return parts.group(4) != null
        ? new MintingSource.OfCommand(List.of(parts.group(4).strip().split("\\s+")))
        : new MintingSource.OfIdentity(parts.group(5), null, null);
  }

  /** A path from the working directory, as the written file has it. */
  private static String path(Session session, Path directory, String given) throws UsageException {
    try {
      Path path = Path.of(given);
      return path.isAbsolute()
          ? given
          : directory
              .relativize(session.host().workingDirectory().resolve(path).normalize())
              .toString();
    } catch (InvalidPathException e) {
      throw new UsageException("--workspace has no path after file:");
    }
  }
}
