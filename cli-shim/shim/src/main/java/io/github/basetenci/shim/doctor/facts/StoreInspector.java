package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.TrussRc;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the two files, even if they are damaged. A file that cannot be read counts as empty. */
final class StoreInspector {
  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Stores stores;
  private final StoreFiles files = new StoreFiles();

  StoreInspector(Stores stores) {
    this.stores = stores;
  }

  /**
   * What was found.
   *
   * @param contents what the tools would read
   */
  record Result(StoreFacts trussrc, StoreFacts authJson, Stores.Contents contents) {}

  Result inspect() throws StoreException {
    Read trussrc = read(StoreKind.TRUSS);
    StoreFacts trussFacts = trussrc.facts;
    TrussRc remotes = TrussRc.empty(Path.of(".trussrc"));
    if (trussFacts.path() != null) {
      try {
        int from = trussFacts.bom() ? BOM.length : 0;
        byte[] text = Arrays.copyOfRange(trussrc.bytes, from, trussrc.bytes.length);
        TrussRc parsed = TrussRc.parse(trussFacts.path(), text);
        remotes = trussFacts.bom() ? remotes : parsed;
      } catch (StoreException e) {
        trussFacts = trussFacts.broken(CommandWords.ADVICE.sentence(e));
      }
    }
    Read authJson = read(StoreKind.BASETEN);
    StoreFacts authFacts = authJson.facts;
    AuthJson profiles = AuthJson.empty();
    if (authFacts.path() != null && authFacts.exists() && authFacts.unreadable() == null) {
      try {
        profiles = AuthJson.parse(authFacts.path(), authJson.bytes);
      } catch (StoreException e) {
        authFacts = authFacts.broken(CommandWords.ADVICE.sentence(e));
      }
    }
    return new Result(trussFacts, authFacts, new Stores.Contents(remotes, profiles));
  }

  private record Read(StoreFacts facts, byte[] bytes) {}

  private Read read(StoreKind kind) {
    Path path;
    try {
      path = stores.path(kind);
    } catch (StoreException e) {
      return nothing(StoreFacts.withoutPath(kind, null, CommandWords.ADVICE.sentence(e)));
    }
    if (Files.isDirectory(path)) {
      String problem = show(path) + " is a directory, where a file is expected";
      return nothing(StoreFacts.withoutPath(kind, path, problem));
    }
    byte[] bytes = new byte[0];
    String unreadable = null;
    try {
      bytes = files.read(path).orElse(bytes);
    } catch (StoreException e) {
      unreadable = e.getMessage();
    }
    boolean exists = Files.exists(path);
    Path directory = path.toAbsolutePath().getParent();
    return new Read(
        new StoreFacts(
            kind,
            new StoreFacts.Location(path, null),
            exists,
            new StoreFacts.Access(
                exists ? mode(path) : null,
                directory != null && Files.isDirectory(directory) ? mode(directory) : null,
                exists ? owner(path) : ""),
            content(bytes, unreadable),
            leftovers(path)),
        bytes);
  }

  private static StoreFacts.Content content(byte[] bytes, @Nullable String unreadable) {
    boolean bom =
        bytes.length >= BOM.length && Arrays.equals(bytes, 0, BOM.length, BOM, 0, BOM.length);
    boolean crlf = new String(bytes, StandardCharsets.ISO_8859_1).contains("\r\n");
    return new StoreFacts.Content(unreadable, bom, crlf, null);
  }

  private static Read nothing(StoreFacts facts) {
    return new Read(facts, new byte[0]);
  }

  private static @Nullable FileMode mode(Path path) {
    try {
      return FileMode.of(path);
    } catch (IOException e) {
      return null;
    }
  }

  private static String owner(Path path) {
    try {
      return Neutralizer.line(Files.getOwner(path).getName());
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private List<Path> leftovers(Path path) {
    try {
      return files.leftovers(path);
    } catch (StoreException e) {
      // The code that reads the file itself reports this problem.
      return List.of();
    }
  }

  private static String show(Path path) {
    return Neutralizer.line(path.toString());
  }
}
