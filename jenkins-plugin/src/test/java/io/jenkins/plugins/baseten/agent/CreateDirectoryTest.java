package io.jenkins.plugins.baseten.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateDirectoryTest {
    private static final Map<String, byte[]> FILES = Map.of("trussrc", "key".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path disk;

    private Path parent;
    private Path outside;
    private Path precious;

    @BeforeEach
    void layOut() throws IOException {
        parent = disk.resolve("job@tmp");
        outside = Files.createDirectory(disk.resolve("outside"));
        precious = Files.writeString(outside.resolve("precious"), "stay");
    }

    @Test
    void theDirectoryAndItsFilesAreTheOwnersAlone() throws Exception {
        String name = DirectoryName.next();
        CreateDirectory.Created created = create(name, List.of());
        assertNull(created.refusal());
        assertEquals("rwx------", mode(parent.resolve(name)));
        assertEquals("rw-------", mode(parent.resolve(name).resolve("trussrc")));
        assertArrayEquals(
                FILES.get("trussrc"), Files.readAllBytes(parent.resolve(name).resolve("trussrc")));
    }

    @Test
    void aLinkInPlaceOfTheParentIsRefusedAndNothingIsWrittenBehindIt() throws Exception {
        Files.createSymbolicLink(parent, outside);
        assertEquals(
                "it is a symbolic link", create(DirectoryName.next(), List.of()).refusal());
        assertEquals(List.of("precious"), names(outside));
    }

    @Test
    void aLinkInPlaceOfTheDirectoryIsRefusedAndNothingIsWrittenBehindIt() throws Exception {
        String name = DirectoryName.next();
        Files.createDirectory(parent);
        Files.createSymbolicLink(parent.resolve(name), outside);
        assertEquals("it is no directory", create(name, List.of()).refusal());
        assertEquals(List.of("precious"), names(outside));
    }

    @Test
    void aFileInPlaceOfTheParentIsRefused() throws Exception {
        Files.writeString(parent, "");
        assertEquals(
                "it is no directory", create(DirectoryName.next(), List.of()).refusal());
    }

    @Test
    void aLeftoverIsSweptWithWhatIsInIt() throws Exception {
        Path leftover = leftover();
        Files.writeString(Files.createDirectories(leftover.resolve("deep/er")).resolve("file"), "");
        assertEquals(List.of(leftover.toString()), sweep(leftover).swept());
        assertFalse(Files.exists(leftover));
    }

    @Test
    void aLeftoverThatIsGoneAlreadyCountsAsSwept() throws Exception {
        Path leftover = parent.resolve(DirectoryName.next());
        assertEquals(List.of(leftover.toString()), sweep(leftover).swept());
    }

    @Test
    void ofALeftoverThatIsALinkTheLinkAloneIsDeleted() throws Exception {
        Files.createDirectory(parent);
        Path leftover = Files.createSymbolicLink(parent.resolve(DirectoryName.next()), outside);
        sweep(leftover);
        assertFalse(Files.isSymbolicLink(leftover));
        assertTrue(Files.exists(precious));
    }

    @Test
    void aLinkInsideALeftoverIsNotFollowed() throws Exception {
        Path leftover = leftover();
        Files.createSymbolicLink(leftover.resolve("link"), outside);
        sweep(leftover);
        assertFalse(Files.exists(leftover));
        assertTrue(Files.exists(precious));
    }

    @Test
    void aLeftoverBehindAPlantedLinkIsLeftAlone() throws Exception {
        Path victim = Files.createDirectory(outside.resolve(DirectoryName.next()));
        Path link = Files.createSymbolicLink(disk.resolve("other@tmp"), outside);
        assertEquals(
                List.of(), sweep(link.resolve(victim.getFileName().toString())).swept());
        assertTrue(Files.exists(victim));
    }

    @Test
    void whatHasAnotherNameIsNeverSwept() throws Exception {
        assertEquals(List.of(), sweep(outside).swept());
        assertTrue(Files.exists(precious));
    }

    @Test
    void aLeftoverThatCannotBeDeletedStandsInNobodysWay() throws Exception {
        Path closed = Files.createDirectory(disk.resolve("other@tmp"));
        Path leftover = Files.createDirectory(closed.resolve(DirectoryName.next()));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
        CreateDirectory.Created created = sweep(leftover);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        assertNull(created.refusal());
        // The superuser deletes it all the same.
        assertEquals(Files.exists(leftover) ? List.of() : List.of(leftover.toString()), created.swept());
    }

    @Test
    void aBlockWithoutRightsOfItsOwnDirectoryLeavesNothing() throws Exception {
        Path leftover = leftover();
        Path closed = Files.createDirectory(leftover.resolve("closed"));
        Files.writeString(closed.resolve("file"), "");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(leftover, PosixFilePermissions.fromString("r-x------"));
        sweep(leftover);
        assertFalse(Files.exists(leftover));
    }

    @Test
    void aCallThatNobodyWaitsForAnyMoreLeavesNothing() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThrows(Exception.class, () -> create(DirectoryName.next(), List.of()));
        } finally {
            Thread.interrupted();
        }
        assertEquals(List.of(), names(parent));
    }

    @Test
    void aDirectoryThatIsNotOfALoginIsNotDeleted() {
        assertThrows(IOException.class, () -> new DeleteDirectory().invoke(outside.toFile(), null));
        assertTrue(Files.exists(precious));
    }

    @Test
    void aLostDirectoryThatIsHereIsSweptAndOneThatIsElsewhereIsNot() throws Exception {
        Path here = leftover();
        Path linked = Files.createSymbolicLink(disk.resolve("linked@tmp"), outside);
        Path behindALink = linked.resolve(
                Files.createDirectory(outside.resolve(DirectoryName.next())).getFileName());
        String name = DirectoryName.next();
        List<String> lost = List.of(
                parent.resolve(DirectoryName.next()).toString(),
                here.toString(),
                behindALink.toString(),
                outside.toString(),
                "C:\\agent\\workspace\\job@tmp\\" + DirectoryName.next(),
                "relative/" + DirectoryName.next(),
                "\0/" + DirectoryName.next());
        CreateDirectory.Created created =
                new CreateDirectory(name, FILES, List.of(), lost, null).invoke(parent.toFile(), null);
        assertEquals(List.of(here.toString()), created.swept());
        assertEquals(List.of(), new DeleteLeftovers(lost).call());
        assertFalse(Files.exists(here));
        assertTrue(Files.exists(behindALink));
        assertTrue(Files.exists(precious));
        assertTrue(Files.exists(parent.resolve(name)));
    }

    private CreateDirectory.Created create(String name, List<String> leftovers) throws Exception {
        return new CreateDirectory(name, FILES, leftovers, List.of(), null).invoke(parent.toFile(), null);
    }

    private CreateDirectory.Created sweep(Path leftover) throws Exception {
        return create(DirectoryName.next(), List.of(leftover.toString()));
    }

    private Path leftover() throws IOException {
        return Files.createDirectories(parent.resolve(DirectoryName.next()));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
