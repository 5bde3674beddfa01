/*
 * The moment's context: used for the next answers and forgotten.
 */
package dev.sotto;

/**
 * Request context: used until the session ends, never stored. Numbers as in sotto/event.h; 0 is
 * unknown.
 */
public final class RequestContext {
  private int hourBand;
  private int weekday;
  private int season;
  private int channel;
  private int entry;
  private int weather;
  private int place;

  /** Sets the time: band 1 night to 4 evening, weekday 1 Monday to 7, season 1 spring to 4. */
  public RequestContext time(int band, int day, int seasonOfYear) {
    hourBand = band;
    weekday = day;
    season = seasonOfYear;
    return this;
  }

  /** Sets channel (1 app, 2 web, 3 kiosk, 4 staff) and entry (1 direct, 2 search, 3 campaign). */
  public RequestContext way(int channelNumber, int entryNumber) {
    channel = channelNumber;
    entry = entryNumber;
    return this;
  }

  /** Sets weather (1 dry, 2 rain, 3 snow, 4 hot, 5 cold) and a coarse place of the brand's. */
  public RequestContext place(int weatherNumber, int placeNumber) {
    weather = weatherNumber;
    place = placeNumber;
    return this;
  }

  void write(Packer out) {
    out.u32(hourBand).u32(weekday).u32(season).u32(channel).u32(entry).u32(weather).u32(place);
  }
}
