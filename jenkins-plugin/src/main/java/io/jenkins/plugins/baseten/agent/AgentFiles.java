package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Files and directories that only their owner can read, from the moment at which they exist. */
final class AgentFiles {
    private static final int DELETE_ATTEMPTS = 3;

    private AgentFiles() {}

    /** Makes the directory, which must not exist, and the files in it. */
    static void create(@NonNull Path directory, @NonNull Map<String, byte[]> files) throws IOException {
        boolean posix = isPosix(directory);
        Files.createDirectory(directory, posix ? new FileAttribute<?>[] {mode("rwx------")} : new FileAttribute<?>[0]);
        if (!posix) {
            // The directory is still empty, and files in it inherit the permissions that are set here.
            restrictToOwner(directory);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    /** Replaces each file in one step: a reader finds either the old bytes or the new bytes. */
    static void replace(@NonNull Path directory, @NonNull Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path temporary = directory.resolve("." + file.getKey() + "." + UUID.randomUUID());
            try {
                write(temporary, file.getValue());
                Files.move(
                        temporary,
                        directory.resolve(file.getKey()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Deletes a directory with its content; follows no link. Does nothing if there is no such directory. */
    static void delete(@NonNull Path directory) throws IOException {
        for (int attempt = 1; Files.exists(directory, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try {
                Files.walkFileTree(directory, new Deletion());
            } catch (DirectoryNotEmptyException e) {
                // A process that the block started may still be writing into the directory.
                if (attempt == DELETE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Deletes what it visits. A directory that its owner may not change is first made writable for the owner. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
            open(visited);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            if (e instanceof AccessDeniedException && open(file)) {
                Files.walkFileTree(file, this);
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
        }

        /**
         * Makes a directory writable for its owner. Returns whether it was not writable before and is writable
         * now.
         */
        private static boolean open(Path directory) throws IOException {
            if (!isPosix(directory) || !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwx------");
            if (Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS)
                    .containsAll(open)) {
                return false;
            }
            Files.setPosixFilePermissions(directory, open);
            return true;
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        FileAttribute<?>[] attributes =
                isPosix(file) ? new FileAttribute<?>[] {mode("rw-------")} : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    private static void restrictToOwner(Path directory) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(directory, AclFileAttributeView.class);
        if (view == null) {
            throw new IOException("the file system of " + directory + " can restrict no file to its owner");
        }
        view.setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                .build()));
    }
}
