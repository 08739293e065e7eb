package io.github.basetenci.cli.keys;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.store.Change;
import io.github.basetenci.store.FileEdit;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.text.Neutralizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of mode 0600 with the key and a line break, as {@code --api-key-file} reads it. */
record FileDestination(Path file, boolean replace) implements NewKeyDestination {
  @Override
  public void check(Session session) throws UsageException, StoreException {
    if (!replace && session.files().read(file).isPresent()) {
      throw new UsageException(exists());
    }
  }

  @Override
  public void keep(Session session, ApiKey key) throws StoreException, CommandException {
    byte[] line = (key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII);
    StoreFiles.Updated<Boolean> updated =
        session.files().update(List.of(file), current -> change(current, line));
    if (!updated.value()) {
      throw new CommandException(exists(), ExitCode.FAILURE);
    }
    updated.notes().forEach(session.output()::note);
  }

  /** Checks again whether the file exists, now with the lock. */
  private Change.Result<Boolean> change(Map<Path, Optional<byte[]>> current, byte[] line) {
    boolean free = replace || current.getOrDefault(file, Optional.empty()).isEmpty();
    return new Change.Result<>(free ? Map.of(file, FileEdit.write(line)) : Map.of(), free);
  }

  private String exists() {
    return "the file " + shown() + " exists; choose another name, or pass --force to replace it";
  }

  @Override
  public String kind() {
    return "file";
  }

  @Override
  public String shown() {
    return Neutralizer.line(file.toString());
  }
}
