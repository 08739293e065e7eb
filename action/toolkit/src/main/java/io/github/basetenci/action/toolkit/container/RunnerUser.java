package io.github.basetenci.action.toolkit.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user that runs the job's steps. The container runs as root. If a file of mode 0600 stayed
 * root's, the next step could not read it and the runner could not remove it.
 */
public record RunnerUser(int uid, int gid) {
  private static final List<String> RUNNERS_FILES =
      List.of("GITHUB_ENV", "GITHUB_STATE", "GITHUB_OUTPUT");

  /** The owner of the command files, which the runner has made; null if there is no such file. */
  public static @Nullable RunnerUser of(ContainerJob job) {
    for (String variable : RUNNERS_FILES) {
      String path = job.variable(variable);
      if (!path.isEmpty() && isUnix(job.path(path)) && Files.exists(job.path(path))) {
        try {
          return of(job.path(path));
        } catch (IOException e) {
          // Another of the files may give the owner.
        }
      }
    }
    return null;
  }

  /** Makes this user the owner of a file or directory, if another user owns it. */
  public void take(Path path) throws IOException {
    if (!isUnix(path)) {
      return;
    }
    RunnerUser owner = of(path);
    // The JVM makes the code of a record's equals anew at each start, which takes milliseconds.
    if (owner.uid == uid && owner.gid == gid) {
      return;
    }
    Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
  }

  private static RunnerUser of(Path path) throws IOException {
    return new RunnerUser(
        (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS),
        (Integer) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS));
  }

  private static boolean isUnix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }
}
