// --- A click, told to the page at once. streamlit-folium waits a quarter of a second before it does: it
// then finds said already what it would say. The message is that of Streamlit's components.
map.on("click", ({latlng}) => {
  const said = {last_clicked: {lat: latlng.lat, lng: latlng.lng}};
  const teller = window.__GLOBAL_DATA__;
  if (!teller || JSON.stringify(teller.previous_data) === JSON.stringify(said)) { return; }
  teller.previous_data = said;
  window.parent.postMessage(
    {isStreamlitMessage: true, type: "streamlit:setComponentValue", value: said, dataType: "json"}, "*");
});
