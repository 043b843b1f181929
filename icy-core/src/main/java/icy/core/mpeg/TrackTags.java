package icy.core.mpeg;

/**
 * What a file says about itself. Absent fields are empty strings; no field has control characters, line breaks or
 * blanks at its ends, whatever the tag held.
 *
 * @param artist several artists are joined by ", "
 * @param trackNumber as written: "7" or "7/12"
 * @param year as written: a year or a date that begins with it
 * @param genre in words, where the tag has a number
 * @param hasCover whether a picture is embedded
 *     <p>Thread: any.
 */
public record TrackTags(
        String title,
        String artist,
        String album,
        String albumArtist,
        String trackNumber,
        String year,
        String genre,
        boolean hasCover) {

    /** A file without tags. */
    public static final TrackTags NONE = new TrackTags("", "", "", "", "", "", "", false);

    /**
     * What listeners see: "Artist - Title", as stations have always written it. Where a part is missing the other one
     * stands alone, and the file's name stands for a missing title.
     *
     * @param fileName with or without its extension and folders
     */
    public String displayTitle(String fileName) {
        String name = title.isEmpty() ? withoutFolderAndExtension(fileName) : title;
        return artist.isEmpty() ? name : artist + " - " + name;
    }

    private static String withoutFolderAndExtension(String fileName) {
        String name = fileName.substring(fileName.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        boolean isExtension = dot > 0 && name.length() - dot <= 5 && name.indexOf(' ', dot) < 0;
        return TagText.tidy(isExtension ? name.substring(0, dot) : name);
    }
}
