package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories of the controller below which files with identity tokens may be read. An administrator lists them; an
 * empty list allows no file.
 *
 * @param directories as they are listed; links in them are followed when a file is checked
 */
public record TokenDirectories(@NonNull List<Path> directories) {
    /** Copies the list. */
    public TokenDirectories {
        directories = List.copyOf(directories);
    }

    /** The directories in a text, one on each line. A line that is no directory allows no file. */
    @NonNull
    static TokenDirectories of(@CheckForNull String text) {
        return new TokenDirectories(lines(text)
                .filter(line -> problemWith(line).isEmpty())
                .map(Path::of)
                .toList());
    }

    /** What is wrong with the first line that can be no directory, as a sentence; empty if nothing is wrong. */
    @NonNull
    static String problemWithLines(@CheckForNull String text) {
        List<String> all =
                text == null ? List.of() : text.lines().map(String::trim).toList();
        for (int i = 0; i < all.size(); i++) {
            String problem = all.get(i).isEmpty() ? "" : problemWith(all.get(i));
            if (!problem.isEmpty()) {
                return Messages.token_directory(String.valueOf(i + 1), Neutralizer.line(all.get(i)), problem);
            }
        }
        return "";
    }

    /** The lines that name no directory which exists now. */
    @NonNull
    static List<String> missing(@CheckForNull String text) {
        return lines(text)
                .filter(line -> problemWith(line).isEmpty() && !Files.isDirectory(Path.of(line)))
                .map(Neutralizer::line)
                .toList();
    }

    private static Stream<String> lines(@CheckForNull String text) {
        return text == null ? Stream.of() : text.lines().map(String::trim).filter(line -> !line.isEmpty());
    }

    private static String problemWith(String line) {
        Path path;
        try {
            path = Path.of(line);
        } catch (InvalidPathException e) {
            return Messages.token_directory_not_absolute();
        }
        if (!path.isAbsolute()) {
            return Messages.token_directory_not_absolute();
        }
        return isRoot(path.normalize()) ? Messages.token_directory_root() : "";
    }

    private static boolean isRoot(Path path) {
        return path.getNameCount() == 0;
    }

    /** Whether no directory is listed. */
    public boolean isEmpty() {
        return directories.isEmpty();
    }

    /**
     * Whether a file is below a listed directory.
     *
     * @param real the path of the file without links
     */
    public boolean contain(@NonNull Path real) {
        return real().anyMatch(directory -> isBelow(real, directory));
    }

    /**
     * Whether the text of a path is below a listed directory, as the directory is written or without its links. Nothing
     * of the path itself is looked at.
     *
     * @param path an absolute path
     */
    public boolean containAsWritten(@NonNull Path path) {
        return Stream.concat(directories.stream().map(Path::normalize), real())
                .anyMatch(directory -> isBelow(path.normalize(), directory));
    }

    /**
     * Whether a path that leads to no file goes through a link to nothing or out of the listed directories.
     *
     * @param path a normalized path for which {@link #containAsWritten} holds
     */
    public boolean isLedOut(@NonNull Path path) {
        for (Path each = path; each != null && containAsWritten(each); each = each.getParent()) {
            // Whether a link leads to nothing may depend on what is outside of the listed directories.
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    return !contain(each.toRealPath());
                } catch (IOException e) {
                    return true;
                }
            }
        }
        return false;
    }

    private Stream<Path> real() {
        return directories.stream().map(TokenDirectories::real).flatMap(Optional::stream);
    }

    private static boolean isBelow(Path file, Path directory) {
        return file.startsWith(directory) && !file.equals(directory);
    }

    /** The directory without links; empty if there is none, or if it is the root. */
    private static Optional<Path> real(Path directory) {
        try {
            Path real = directory.toRealPath();
            return isRoot(real) ? Optional.empty() : Optional.of(real);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
