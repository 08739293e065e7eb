package io.github.basetenci.shim.doctor.checks;

import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.shim.doctor.facts.Facts;
import io.github.basetenci.shim.doctor.facts.FileMode;
import io.github.basetenci.shim.doctor.facts.StoreFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files and directories that others can open. */
final class PermissionsCheck implements Check {
  @Override
  public List<DoctorFinding> run(Facts facts) {
    List<DoctorFinding> findings = new ArrayList<>();
    for (StoreFacts store : List.of(facts.trussrc(), facts.authJson())) {
      Path path = store.path();
      if (path == null || !store.exists()) {
        continue;
      }
      FileMode mode = store.mode();
      if (mode != null && mode.isOpen()) {
        findings.add(
            Problem.STORE_OPEN
                .found(
                    path + " has mode " + mode + ": others than its owner can open it.",
                    "Run: chmod 600 '" + path + "'; and rotate the key if others use this machine.")
                .at(path));
      }
      FileMode directory = store.directoryMode();
      if (directory != null && isOpen(store.store(), directory)) {
        Path parent = path.toAbsolutePath().getParent();
        findings.add(
            Problem.STORE_DIRECTORY_OPEN
                .found(
                    "The directory " + parent + " has mode " + directory + ": " + harm(directory),
                    "Run: chmod go-"
                        + (store.store() == StoreKind.TRUSS ? "w" : "rwx")
                        + " '"
                        + parent
                        + "'.")
                .at(parent));
      }
    }
    return findings;
  }

  /**
   * The trussrc is in the home directory, and it is fine that others may list the home directory.
   */
  private static boolean isOpen(StoreKind store, FileMode directory) {
    return directory.othersMayReplaceFiles()
        || (store == StoreKind.BASETEN && directory.othersMayList());
  }

  private static String harm(FileMode directory) {
    return directory.othersMayReplaceFiles()
        ? "others than its owner can replace the file in it."
        : "others than its owner can look into it.";
  }
}
