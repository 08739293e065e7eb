package io.github.basetenci.shim.doctor.facts;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tracked files of git hold a key.
 *
 * @param files the tracked files, by absolute path, that hold a form of a known key
 * @param notSearched why the files were not searched, as a clause; null if all were searched, or if
 *     there is nothing to search
 */
public record TrackedKeys(List<Path> files, @Nullable String notSearched) {
  public TrackedKeys {
    files = List.copyOf(files);
  }
}
