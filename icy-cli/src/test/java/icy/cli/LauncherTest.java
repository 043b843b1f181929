package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./icy}, in a checkout with a Maven and a JDK that only note what they are asked for. */
@Timeout(60)
class LauncherTest {

    private static final String MAVEN = """
            #!/bin/sh
            echo "mvn with $JAVA_HOME" >>"$CALLS"
            [ ! -f "$(dirname "$CALLS")/broken" ] || { echo "cannot find symbol"; exit 1; }
            sleep 0.3
            mkdir -p icy-cli/target/dist/lib
            echo jar >icy-cli/target/dist/icy.jar
            """;

    private static final String JAVA = """
            #!/bin/sh
            archive=
            for word in "$@"; do
                case $word in
                    -XX:ArchiveClassesAtExit=*) archive=${word#*=} ;;
                esac
            done
            if [ -n "$archive" ]; then
                echo "archive$(env | grep '^ICY_')" >>"$CALLS"
                echo "on the air: http://127.0.0.1:1/stream"
                echo classes >"$archive"
                exit
            fi
            case " $* " in
                *" listen "* | *" --version "*) exit ;;
            esac
            while [ "$1" != icy.cli.IcyCommand ]; do shift; done
            shift
            echo "java in $(cd "$(dirname "$0")/.." && pwd -P):$(printf ' <%s>' "$@")" >>"$CALLS"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path calls = Path.of("");
    private Path checkout = Path.of("");
    private Path jdk = Path.of("");

    @BeforeEach
    void aFreshCheckout() throws IOException {
        folder = folder.toRealPath();
        calls = folder.resolve("calls");
        checkout = Files.createDirectory(folder.resolve("check out"));
        jdk = jdk("jdk-17", "17.0.15");
        Files.copy(Path.of(System.getProperty("icy.root"), "icy"), checkout.resolve("icy"));
        executable(checkout.resolve("icy"), Files.readString(checkout.resolve("icy")));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        for (String module : List.of("icy-core", "icy-server", "icy-cli")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.createDirectories(checkout.resolve("testdata/demo"));
        Files.write(checkout.resolve("testdata/demo/01-harbour-lights.mp3"), new byte[40_000]);
        executable(folder.resolve("bin/mvn"), MAVEN);
    }

    @Test
    void buildsOnFirstUseAndNeverAgainUntilSomethingChanges() throws Exception {
        Path source = Files.writeString(checkout.resolve("icy-core/src/main/A.java"), "class A {}");

        run(checkout.resolve("icy"), "serve", "my music");
        run(checkout.resolve("icy"), "serve");
        assertThat(calls()).containsExactly("mvn with " + jdk, "archive", java("serve", "my music"), java("serve"));

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        run(checkout.resolve("icy"), "serve");
        assertThat(calls()).containsSubsequence(java("serve"), "mvn with " + jdk, "archive", java("serve"));
    }

    @Test
    void aRemovedSourceIsAChangeToo() throws Exception {
        Path source = Files.writeString(checkout.resolve("icy-core/src/main/A.java"), "class A {}");
        run(checkout.resolve("icy"), "serve");

        Files.delete(source);
        run(checkout.resolve("icy"), "serve");

        assertThat(calls()).filteredOn(call -> call.startsWith("mvn")).hasSize(2);
    }

    @Test
    void worksThroughLinksAndFromAnyFolder() throws Exception {
        Path first = Files.createSymbolicLink(folder.resolve("radio"), checkout.resolve("icy"));
        Files.createDirectories(folder.resolve("a/b"));
        Path second = Files.createSymbolicLink(folder.resolve("a/b/radio"), Path.of("../../radio"));

        run(first, "one");
        run(second, "two");

        assertThat(calls()).endsWith(java("one"), java("two"));
    }

    @Test
    void twoStartedAtOnceBuildOnce() throws Exception {
        Process one = start(jdk.toString(), checkout.resolve("icy"), "one");
        Process two = start(jdk.toString(), checkout.resolve("icy"), "two");

        assertThat(one.waitFor(30, TimeUnit.SECONDS) && two.waitFor(30, TimeUnit.SECONDS))
                .isTrue();
        assertThat(calls()).containsExactlyInAnyOrder("mvn with " + jdk, "archive", java("one"), java("two"));
    }

    @Test
    void aLockLeftBehindIsTakenOver() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(checkout.resolve("target/icy/lock"));
        Files.writeString(checkout.resolve("target/icy/lock/owner"), gone.pid() + "\n");

        run(checkout.resolve("icy"), "serve");

        assertThat(calls()).endsWith(java("serve"));
        assertThat(checkout.resolve("target/icy/lock")).doesNotExist();
    }

    @Test
    void aLockOfOurOwnNumberIsOfAnEarlierContainer() throws Exception {
        Path lock = Files.createDirectories(checkout.resolve("target/icy/lock"));
        Path restarted = folder.resolve("restarted");
        executable(restarted, "#!/bin/sh\necho $$ >'%s/owner'\nexec '%s/icy' \"$@\"\n".formatted(lock, checkout));

        run(restarted, "serve");

        assertThat(calls()).endsWith(java("serve"));
    }

    @Test
    void aLockWithoutAnOwnerIsTakenOverWhenItIsOld() throws Exception {
        Path lock = Files.createDirectories(checkout.resolve("target/icy/lock"));
        Files.createFile(lock.resolve("owner"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(300)));

        run(checkout.resolve("icy"), "serve");

        assertThat(calls()).endsWith(java("serve"));
    }

    @Test
    void aFolderThatCannotBeWrittenEndsABuildWithWhatToDo() throws Exception {
        mayNotLock();

        Process failed = start(jdk.toString(), checkout.resolve("icy"), "serve");

        assertThat(failed.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failed.exitValue()).isEqualTo(1);
        assertThat(output(failed))
                .contains("icy: cannot write to " + checkout.resolve("target/icy"), "run: sudo chown -R ");
        assertThat(calls).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenOnlyCostsTheFastStart() throws Exception {
        run(checkout.resolve("icy"), "one");
        Files.delete(checkout.resolve("target/icy/17.0.15+9.jsa"));
        mayNotLock();

        run(checkout.resolve("icy"), "two");

        assertThat(calls()).containsExactly("mvn with " + jdk, "archive", java("one"), java("two"));
    }

    @Test
    void theFirstStartPreparesNothingOfWhatIsSetForTheBroadcast() throws Exception {
        ProcessBuilder builder = prepare(jdk.toString(), checkout.resolve("icy"), "serve");
        builder.environment().put("ICY_CONFIG", "my radio.toml");
        builder.environment().put("ICY_LOG_DIR", "logs");

        assertThat(builder.start().waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(calls()).containsExactly("mvn with " + jdk, "archive", java("serve"));
    }

    @Test
    void isFoundThroughALinkBesideIt() throws Exception {
        Files.createSymbolicLink(checkout.resolve("radio"), Path.of("icy"));
        ProcessBuilder builder = prepare(jdk.toString(), Path.of("sh"), "radio", "serve");

        Process process = builder.directory(checkout.toFile()).start();

        assertThat(process.waitFor()).as(output(process)).isZero();
        assertThat(calls()).endsWith(java("serve"));
    }

    @Test
    void aBuildThatFailsShowsItsReasonAndIsTriedAgainNextTime() throws Exception {
        Files.writeString(folder.resolve("broken"), "");
        Process failed = start(jdk.toString(), checkout.resolve("icy"), "serve");

        assertThat(failed.waitFor()).isEqualTo(1);
        assertThat(output(failed)).contains("cannot find symbol", "icy: the build failed; the reason stands above");
        assertThat(checkout.resolve("target/icy/lock")).doesNotExist();

        Files.delete(folder.resolve("broken"));
        run(checkout.resolve("icy"), "serve");
        assertThat(calls()).endsWith(java("serve"));
    }

    @Test
    void eachJdkHasItsOwnClassArchiveAndADamagedOneIsMadeAnew() throws Exception {
        run(checkout.resolve("icy"), "one");
        Path other = jdk("jdk-25", "25.0.3");
        start(other.toString(), checkout.resolve("icy"), "two").waitFor();
        start(jdk.toString(), checkout.resolve("icy"), "three").waitFor();
        assertThat(calls())
                .containsExactly(
                        "mvn with " + jdk,
                        "archive",
                        java("one"),
                        "archive",
                        "java in " + other + ": <two>",
                        java("three"));

        Files.writeString(checkout.resolve("target/icy/17.0.15+9.jsa"), "half");
        run(checkout.resolve("icy"), "four");
        assertThat(calls()).endsWith("archive", java("four"));
    }

    @Test
    void aJdkThatIsTooOldIsPassedOver() throws Exception {
        Path old = jdk("jdk-11", "11.0.2");
        Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("bin/java"), jdk.resolve("bin/java"));

        Process process = start(old.toString(), checkout.resolve("icy"), "serve");

        assertThat(output(process))
                .contains("icy: JAVA_HOME is " + old + ", where no Java 17 or newer is; taking " + jdk);
        assertThat(process.waitFor()).isZero();
        assertThat(calls()).endsWith(java("serve"));
    }

    private void run(Path script, String... args) throws Exception {
        Process process = start(jdk.toString(), script, args);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output(process)).isZero();
    }

    private Process start(String javaHome, Path script, String... args) throws IOException {
        return prepare(javaHome, script, args).start();
    }

    private ProcessBuilder prepare(String javaHome, Path script, String... args) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ICY_"));
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("CALLS", calls.toString());
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        return builder;
    }

    /** As where another user built: making the lock fails. (To root a folder without permissions is none.) */
    private void mayNotLock() throws IOException {
        executable(folder.resolve("bin/mkdir"), """
                #!/bin/sh
                case $* in */lock) exit 1 ;; esac
                exec /bin/mkdir "$@"
                """);
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(calls);
    }

    private String java(String... args) {
        return "java in " + jdk + ":"
                + String.join(
                        "", List.of(args).stream().map(arg -> " <" + arg + ">").toList());
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"N/A\"\nJAVA_RUNTIME_VERSION=\"%s+9\"\nJAVA_VERSION=\"%s\"\n"
                        .formatted(version, version));
        executable(home.resolve("bin/java"), JAVA);
        executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
