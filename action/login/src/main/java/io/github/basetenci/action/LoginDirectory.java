package io.github.basetenci.action;

import io.github.basetenci.store.FileTree;
import io.github.basetenci.store.IoReason;
import io.github.basetenci.store.PrivateFiles;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one login, {@code .baseten-ci/NAME} in the home that the runner mounts into
 * every container: outside the workspace, so that no checkout wipes it and nobody commits it, and
 * below the runner's temporary directory, which the runner empties before and after each job.
 *
 * <p>Directories have mode 0700 and files 0600 from birth, and both belong to the runner's user
 * before anything secret is in them.
 */
final class LoginDirectory {
  private static final String COMMON = ".baseten-ci";
  private static final Pattern OURS = Pattern.compile("/.*/\\.baseten-ci/[0-9a-f]{16}");

  /** How often another job may remove the common directory between our two steps. */
  private static final int TRIES = 5;

  private final Path path;
  private final String inContainer;
  private final String onHost;
  private final @Nullable Owner owner;

  private LoginDirectory(Job job, String inContainer, String onHost, @Nullable Owner owner) {
    this.path = job.path(inContainer);
    this.inContainer = inContainer;
    this.onHost = onHost;
    this.owner = owner;
  }

  /**
   * A new one, which is not made yet.
   *
   * @throws ActionException if nothing tells where it is on the host
   */
  static LoginDirectory named(Job job, HostPaths paths) throws ActionException {
    String home = job.isAct() ? job.variable("GITHUB_WORKSPACE") : HostPaths.HOME;
    String host = job.isAct() ? home : paths.toHost(home);
    String below = "/" + COMMON + "/" + job.names().get();
    return new LoginDirectory(job, home + below, host + below, Owner.ofRunner(job));
  }

  /** The directory that an earlier stage made; empty for a path that cannot be one. */
  static Optional<LoginDirectory> saved(Job job, String inContainer) {
    return OURS.matcher(inContainer).matches() && !inContainer.contains("..")
        ? Optional.of(new LoginDirectory(job, inContainer, "", null))
        : Optional.empty();
  }

  /** As the container sees it. */
  String inContainer() {
    return inContainer;
  }

  /** As a step on the host sees it. */
  String onHost() {
    return onHost;
  }

  /** Makes it. */
  void create() throws ActionException {
    Path common = parent();
    for (int tries = 1; ; tries++) {
      try {
        if (!Files.isDirectory(common, LinkOption.NOFOLLOW_LINKS)) {
          PrivateFiles.createDirectory(common);
          give(common);
        }
        PrivateFiles.createDirectory(path);
        give(path);
        return;
      } catch (FileAlreadyExistsException e) {
        if (Files.isSymbolicLink(common) || tries == TRIES) {
          throw new ActionException(
              show(common) + " is there and is no directory of this action; remove it");
        }
      } catch (NoSuchFileException e) {
        if (tries == TRIES || !Files.isDirectory(common.resolveSibling(""))) {
          throw failure("make", path, e);
        }
      } catch (IOException e) {
        throw failure("make", path, e);
      }
    }
  }

  /** Writes a new file to the disk. */
  void write(String name, byte[] bytes) throws ActionException {
    Path file = path.resolve(name);
    try {
      PrivateFiles.writeToDisk(file, bytes, this::give);
    } catch (IOException e) {
      throw failure("write", file, e);
    }
  }

  /** The file's text, empty when there is no such file. */
  Optional<String> read(String name) throws ActionException {
    Path file = path.resolve(name);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException e) {
      throw failure("read", file, e);
    }
  }

  /**
   * Deletes it with everything that anybody put into it, and the common directory when no other
   * login is in that. What is not there is no error.
   */
  void delete() throws ActionException {
    if (Files.isSymbolicLink(parent())) {
      throw new ActionException(
          show(parent()) + " has become a symbolic link, so nothing was deleted through it");
    }
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        FileTree.delete(path);
      }
      Files.deleteIfExists(parent());
    } catch (DirectoryNotEmptyException e) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw failure("delete", path, e);
      }
    } catch (IOException e) {
      throw failure("delete", path, e);
    }
  }

  private Path parent() {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException("a login's directory is never the root");
    }
    return parent;
  }

  private void give(Path made) throws IOException {
    if (owner != null) {
      owner.take(made);
    }
  }

  private static ActionException failure(String verb, Path at, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied; the action's container must run as root"
            : e instanceof NoSuchFileException
                ? "the runner's directories are not mounted; where the runner itself runs in a"
                    + " container, its work directory must have the same path on the host"
                : IoReason.of(e);
    return new ActionException("cannot " + verb + " " + show(at) + ": " + why, null, e);
  }

  private static String show(Path at) {
    return Neutralizer.line(at.toString());
  }
}
